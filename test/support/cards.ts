import { randomBytes, randomUUID } from 'node:crypto'
import { factoryKeys } from '../../hardware/nfc/personalisation.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import {
  addFreeBlanks,
  confirmTransfer,
  insertMovement,
  listTransfers,
  verifyCard,
} from '../../server/batches/index.ts'
import { moveCard, sunBase } from '../../server/cards/index.ts'
import { approveBatch } from '../../server/batches/ordering.ts'
import { verificationOf } from '../../server/cards/index.ts'
import type { Actor, Role } from '../../server/platform/actor.ts'
import type { Result } from '../../server/platform/refusal.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { Work } from '../../server/platform/work.ts'
import type { Batch, BatchDetails, Cards, Chip } from '../../server/batches/schema.ts'
import type { MovedCards } from '../../server/batches/transfer-schema.ts'
import type { Static } from 'typebox'
import type { Client, TestServer } from './server.ts'

/** Somebody of the staff who is signed in. */
export interface Person {
  server: TestServer
  client: Client
  staffId: string
}

/** Everybody's whom `signIn` adds. */
export const PASSWORD = 'a long enough password'

export async function signIn(server: TestServer, roles: Role[]): Promise<Person> {
  const administrator = server.client()
  const first = { signInName: 'first', displayName: 'First', password: PASSWORD }
  const begun = await administrator.post<{ id: string }>('/staff/first', first)
  if (begun.status !== 200) await administrator.post('/staff/sign-in', first)
  const signInName = `p-${randomUUID().slice(0, 8)}`
  const person = { signInName, displayName: signInName, password: PASSWORD, roles }
  const added = await administrator.post<{ id: string }>('/staff', person)
  const client = server.client()
  await client.post('/staff/sign-in', { signInName, password: PASSWORD })
  return { server, client, staffId: added.body.id }
}

/** Runs a rule as routes do, in a transaction of its own; a refusal that keeps nothing is rolled back. */
export async function asStaff<T, Code extends string>(
  server: TestServer,
  staffId: string,
  rule: (work: Work) => Promise<Result<T, Code>>,
): Promise<Result<T, Code>> {
  const actor: Actor = { kind: 'staff', staffId, roles: ['administrator'] }
  const work = { now: server.clock.now(), id: randomUUID(), actor }
  try {
    return await inTransaction(server.db, async (tx) => {
      const result = await rule({ ...work, tx })
      if (!result.ok && !result.keepsEffects) throw new RolledBack(result)
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result<T, Code>
    throw error
  }
}

class RolledBack extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

export async function addProgramme(person: Person, number = 7): Promise<string> {
  const programme = { number, name: `Programme ${number}`, preset: 'mall-two-level' }
  return (await person.client.post<{ id: string }>('/programmes', programme)).body.id
}

export interface Order {
  programmeId: string
  /** the design is the level's */
  level?: 'gold' | 'diamond'
  quantity?: number
  blanksReceived?: number
  chip?: Chip
  transportKeyId?: string
}

export async function orderBatch(person: Person, order: Order): Promise<BatchDetails> {
  const { level = 'gold', quantity = 3, blanksReceived = quantity + 2 } = order
  const body = { ...order, design: level, level, quantity, blanksReceived }
  const answer = await person.client.post<BatchDetails>('/batches', body)
  if (answer.status !== 200) throw new Error(`no batch: ${JSON.stringify(answer.body)}`)
  return approve(person.server, answer.body.id)
}

/** A second person approves an order: its cards have their numbers. */
export async function approve(server: TestServer, batchId: string): Promise<BatchDetails> {
  const { keys } = server
  const approved = await asStaff(server, await colleagueOf(server), (work) =>
    approveBatch(work, { keys, batchId }),
  )
  if (!approved.ok) throw new Error(`not approved: ${approved.reason}`)
  return approved.value
}

/** Somebody who signs as the second person, without ever signing in. */
async function colleagueOf({ db, clock }: TestServer): Promise<string> {
  const signInName = 'colleague'
  const known = () =>
    db.selectFrom('staff').select('id').where('sign_in_name', '=', signInName).executeTakeFirst()
  await db
    .insertInto('staff')
    .values({
      id: randomUUID(),
      sign_in_name: signInName,
      display_name: 'Colleague',
      roles: ['programme-manager'],
      disabled_at: null,
      created_at: clock.now(),
    })
    .onConflict((conflict) => conflict.column('sign_in_name').doNothing())
    .execute()
  const colleague = await known()
  if (!colleague) throw new Error('the colleague was added')
  return colleague.id
}

/** Reads as many finished cards again, as a reader with their chips' keys does, as the batch's sample wants. */
export async function verifySample(server: TestServer, batchId: string): Promise<void> {
  const { db, keys } = server
  for (;;) {
    const { required, verified } = await verificationOf(db, batchId)
    if (verified >= required) return
    const card = await db
      .selectFrom('cards')
      .select('card_number')
      .where('batch_id', '=', batchId)
      .where('state', 'not in', ['numbered', 'encoding', 'spoiled'])
      .where('card_number', 'not in', (eb) =>
        eb.selectFrom('card_verifications').select('card_number').where('has_passed', '=', true),
      )
      .orderBy('position')
      .limit(1)
      .executeTakeFirstOrThrow()
    const presented = { kind: 'chip', cardNumber: card.card_number, isCopyable: false } as const
    const passed = await asStaff(server, await colleagueOf(server), (work) =>
      verifyCard(work, { keys, batchId, presented }),
    )
    // Somebody who brings cards of the same batch at the same time may have been first.
    if (!passed.ok && passed.reason !== 'card-already-verified')
      throw new Error(`not verified: ${passed.reason}`)
  }
}

/** Sends finished cards to a place, and a second person signs for them there. @returns the answer to the sending */
export async function bringCards(
  { server, client }: Person,
  { batchId, placeId, quantity }: { batchId: string; placeId: string; quantity: number },
) {
  await verifySample(server, batchId)
  const body = { placeId, quantity }
  const sent = await client.post<Static<typeof MovedCards>>(`/batches/${batchId}/allocate`, body)
  if (sent.status === 200) await signFor(server, placeId)
  return sent
}

/** A second person counts and signs for everything that is under way to or from a place. */
export async function signFor(server: TestServer, placeId: string): Promise<void> {
  const colleague = await colleagueOf(server)
  for (const { id, quantity } of await listTransfers(server.db, { placeId, waiting: true }))
    await asStaff(server, colleague, (work) => confirmTransfer(work, { transferId: id, counted: quantity }))
}

/** In the order of the batch; as many pages as there are. */
export async function numbersOf(person: Person, batchId: string, after = 0): Promise<string[]> {
  const page = `/batches/${batchId}/cards?limit=200&after=${after}`
  const { cards, next } = (await person.client.get<Static<typeof Cards>>(page)).body
  const numbers = cards.map(({ cardNumber }) => cardNumber)
  return next === null ? numbers : [...numbers, ...(await numbersOf(person, batchId, next))]
}

export interface FinishedCard {
  cardNumber: string
  chip: VirtualNtag424
  /** puts the chip on a reader: the address that it shows this time */
  tap(): Promise<string>
}

/** Makes one card of a batch by the real personalisation, on a virtual chip and without a station. */
export async function finishCard(
  server: TestServer,
  { batch, cardNumber, staffId }: { batch: Batch; cardNumber: string; staffId: string },
): Promise<FinishedCard> {
  const chip = VirtualNtag424.blank(`04${randomBytes(6).toString('hex').toUpperCase()}`)
  const place = { batchId: batch.id, keyVersion: 1 }
  const finished = await personalise(channelTo(chip), {
    sunBase: sunBase({ publicUrl: 'http://localhost:8080', code: batch.code }),
    keyVersion: 1,
    oldKeys: factoryKeys,
    newKeysOf: (uid) => {
      const keys = server.keys.cardKeys(place, uid)
      return [keys.masterKey, keys.metaReadKey, keys.fileReadKey, keys.key3, keys.key4]
    },
    randomBytes,
  })
  if (finished.outcome !== 'finished') throw new Error('the virtual chip was not finished')
  await asStaff(server, staffId, async (work) => {
    const set = { nfc_uid: chip.uid }
    await moveCard(work, { cardNumber, from: ['numbered'], to: 'encoding', set })
    await addFreeBlanks(work.tx, batch.id, -1)
    await insertMovement(work.tx, {
      id: randomUUID(),
      batch_id: batch.id,
      kind: 'issued',
      quantity: 1,
      card_number: cardNumber,
      reason: '',
      recorded_by: 'test',
      recorded_at: work.now,
    })
    return moveCard(work, {
      cardNumber,
      from: ['encoding'],
      to: 'encoded',
      set: { sun_counter: finished.sun.counter, stripe_written: true },
    })
  })
  return {
    cardNumber,
    chip,
    tap() {
      chip.powerOff()
      return readTap(channelTo(chip))
    },
  }
}

/** A member row as the members feature would leave it, without the person. */
export async function addBareMember(server: TestServer, programmeId: string): Promise<string> {
  const id = randomUUID()
  const member = { id, programme_id: programmeId, level: 'gold', joined_at: server.clock.now() }
  await server.db.insertInto('members').values(member).execute()
  return id
}

/** Destroys a card that nobody has yet, with the record that the database asks for. */
export async function destroyFresh(
  server: TestServer,
  { cardNumber, staffId }: { cardNumber: string; staffId: string },
): Promise<void> {
  const witness = await signIn(server, ['auditor'])
  await asStaff(server, staffId, async (work) => {
    await work.tx
      .insertInto('card_destructions')
      .values({
        card_number: cardNumber,
        method: 'shredded',
        reason: 'a test',
        destroyed_by: staffId,
        witnessed_by: witness.staffId,
        destroyed_at: work.now,
      })
      .execute()
    return moveCard(work, { cardNumber, from: ['encoded'], to: 'destroyed' })
  })
}
