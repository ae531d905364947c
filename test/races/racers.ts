import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Redemption } from '../../server/kiosks/schema.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { checkLedger } from '../../server/points/index.ts'
import { enrol, formFor, openBooth, type Booth } from '../faults/ground/booth.ts'
import { startServerProcess } from '../faults/ground/server-process.ts'
import { done } from '../faults/ground/office.ts'
import type { Proof } from '../faults/ground/proof.ts'
import type { Answer, CallOptions } from '../support/server.ts'
import { openKiosks, standAt, type Kiosk } from './kiosks.ts'

/**
 * So many clients want the one thing that is left, all at once, over HTTP: the last gift at an enrolment and at a
 * kiosk, one card, one balance. One gets it each time; the others are told why not, and nothing else changes.
 */
export const racers: Proof<{ racers: number; rounds: number }> = {
  name: 'racers',
  small: { racers: 10, rounds: 2 },
  full: { racers: 10, rounds: 250 },
  async run(ground, { racers: many, rounds }) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    // A round takes two cards for good, a race for a gift leaves nine on the table; the members take one each.
    const size = { cards: 2 * rounds + 2 * many, pieces: 0, stored: rounds + many, promoters: many }
    const booth = await openBooth({ address: server.address, db }, size)
    const kiosks = await openKiosks({ address: server.address, administrator: booth.administrator }, many)
    const track = { booth, db, kiosks, people: people(), cards: [...booth.cardNumbers] }
    try {
      const members = await enrolMembers(track)
      for (let round = 0; round < rounds; round += 1) {
        await forTheLastGift(track)
        await forOneCard(track)
        await forTheLastGiftAtKiosks(track, members)
        await forOneBalance(track, members[round % many] ?? '')
      }
      assert.equal((await checkLedger(db)).isBalanced, true, 'the ledger is balanced')
      return {
        racers: many,
        rounds,
        races: 4 * rounds,
        winners: 4 * rounds,
        refusals: 4 * rounds * (many - 1),
      }
    } finally {
      for (const { client } of kiosks.all) client.close()
      booth.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

interface Track {
  booth: Booth
  db: Db
  kiosks: { all: Kiosk[]; placeId: string }
  /** numbers of people whom nobody else is */
  people: () => number
  /** that nobody was given */
  cards: string[]
}

function people(): () => number {
  let number = 0
  return () => (number += 1)
}

/** One member for each racer, with the points of their welcome and no gift. */
async function enrolMembers({ booth, db, people: next, cards }: Track): Promise<string[]> {
  const members = []
  for (const promoter of booth.promoters) {
    const form = formFor(booth, next(), cards.shift() ?? '', null)
    const { cardNumber } = done(await enrol(promoter, form, randomUUID()))
    const card = db.selectFrom('cards').select('member_id').where('card_number', '=', cardNumber)
    members.push((await card.executeTakeFirstOrThrow()).member_id ?? '')
  }
  return members
}

async function forTheLastGift(track: Track): Promise<void> {
  const { booth, db, people: next, cards } = track
  await carry(track, { to: booth.placeId, pieces: 1 })
  const before = await count(db)
  const answers = await Promise.all(
    booth.promoters.map((promoter, lane) =>
      enrol(promoter, formFor(booth, next(), cards[lane] ?? ''), randomUUID()),
    ),
  )
  const { cardNumber } = oneWinner(answers, 'gift-out-of-stock')
  assert.deepEqual(await count(db), { ...plusOne(before), pieces: before.pieces - 1 })
  cards.splice(cards.indexOf(cardNumber), 1)
}

async function forOneCard({ booth, db, people: next, cards }: Track): Promise<void> {
  const before = await count(db)
  const card = cards.shift() ?? ''
  const answers = await Promise.all(
    booth.promoters.map((promoter) => enrol(promoter, formFor(booth, next(), card, null), randomUUID())),
  )
  oneWinner(answers, 'card-already-given')
  assert.deepEqual(await count(db), plusOne(before))
}

async function forTheLastGiftAtKiosks(track: Track, members: readonly string[]): Promise<void> {
  const { booth, db, kiosks } = track
  await carry(track, { to: kiosks.placeId, pieces: 1 })
  await standAt(db, kiosks.all, (lane) => members[lane] ?? '')
  const before = await count(db)
  const won = oneWinner(await redeemEverywhere(track), 'gift-out-of-stock')
  assert.deepEqual(await count(db), { ...before, pieces: before.pieces - 1, held: before.held + 50 })
  await giveBack(track, won)
  await carry(track, { from: kiosks.placeId, to: booth.storeRoomId, pieces: 1 })
}

async function forOneBalance(track: Track, member: string): Promise<void> {
  const { booth, db, kiosks } = track
  const pieces = kiosks.all.length
  await carry(track, { to: kiosks.placeId, pieces })
  await standAt(db, kiosks.all, () => member)
  const before = await count(db)
  const won = oneWinner(await redeemEverywhere(track), 'insufficient-points')
  assert.deepEqual(await count(db), { ...before, pieces: before.pieces - 1, held: before.held + 50 })
  await giveBack(track, won)
  await carry(track, { from: kiosks.placeId, to: booth.storeRoomId, pieces })
}

const redeemEverywhere = ({ kiosks, booth }: Track): Promise<Answer<Redemption>[]> =>
  Promise.all(
    kiosks.all.map(({ client, sessionId }) =>
      client.post<Redemption>('/kiosk/redemptions', { giftId: booth.gift.id }, asMember(sessionId)),
    ),
  )

const asMember = (sessionId: string): CallOptions => ({ headers: { 'x-member-session': sessionId } })

/** @returns what the one winner was answered; every other answer must be this refusal, in words */
function oneWinner<T extends object>(answers: readonly Answer<T>[], code: string): T {
  const [won, ...more] = answers.filter(({ status }) => status === 200)
  const lost = answers.filter(({ status }) => status !== 200)
  assert.ok(won, `one wins: ${JSON.stringify(lost[0]?.body)}`)
  assert.equal(more.length, 0, 'only one wins')
  for (const { status, body } of lost) {
    const { code: said, title } = body as { code?: string; title?: string }
    assert.deepEqual([status, said], [409, code])
    assert.match(title ?? '', /\w+ \w+.*\.$/, 'it says so in a sentence')
  }
  return won.body
}

/** The winner of a race at kiosks leaves it again, so that the next round begins like this one. */
async function giveBack({ booth }: Track, { id }: Redemption): Promise<void> {
  done(await booth.administrator.post(`/redemptions/${id}/void`))
}

interface Load {
  from?: string
  to: string
  pieces: number
}

async function carry({ booth }: Track, { from = booth.storeRoomId, to, pieces }: Load): Promise<void> {
  const load = { fromPlaceId: from, toPlaceId: to, quantity: pieces }
  done(await booth.administrator.post(`/gifts/${booth.gift.id}/moves`, load))
}

async function count(db: Db) {
  const rows = (table: 'members' | 'enrolments' | 'consents') =>
    db.selectFrom(table).select(db.fn.countAll<bigint>().as('many')).executeTakeFirstOrThrow()
  const [members, enrolments, consents, stock, held] = await Promise.all([
    rows('members'),
    rows('enrolments'),
    rows('consents'),
    db.selectFrom('gift_stock').select('on_hand').execute(),
    db.selectFrom('points_accounts').select('points').where('account', '=', 'held').execute(),
  ])
  return {
    members: Number(members.many),
    enrolments: Number(enrolments.many),
    consents: Number(consents.many),
    pieces: stock.reduce((sum, row) => sum + row.on_hand, 0),
    held: Number(held.reduce((sum, row) => sum + row.points, 0n)),
  }
}

type Counts = Awaited<ReturnType<typeof count>>
const plusOne = ({ members, enrolments, consents, ...rest }: Counts): Counts => ({
  ...rest,
  members: members + 1,
  enrolments: enrolments + 1,
  consents: consents + 1,
})
