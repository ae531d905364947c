import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { v7 } from 'uuid'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { shortagesAt, stockAt } from '../../server/gifts/index.ts'
import { migrate } from '../../server/migrations/index.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { checkLedger } from '../../server/points/index.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import type { Proof } from '../faults/ground/proof.ts'
import { PlainModel, type BoothModel, type LateEntry } from './plain-model.ts'
import { lateForm, pairTablet, send, write, type Tablet } from './tablet.ts'

interface Desk {
  tablet: Tablet
  booth: BoothModel
  entries: LateEntry[]
  /** how many of its entries were judged */
  judged: number
  clockIsTold: boolean
}

/** Nothing to do where the ground is a copy of what is migrated already. */
async function migrateAt(url: string): Promise<void> {
  const db = openDatabase({ url, size: 1 })
  await migrate(db)
  await db.destroy()
}

const BROKEN_PHONE = '12345678901'

/** Entries of three tablets, sent doubled, cut and in any order between them: each arrives once, and the report is exact. */
export const tabletsModel: Proof<{ entries: number; cards: number }> = {
  name: 'tablets-model',
  small: { entries: 60, cards: 24 },
  full: { entries: 5_000, cards: 2_000 },
  async run(ground, { entries, cards }, seed) {
    const database = await ground.createDatabase()
    await migrateAt(database.url)
    const gifts = Math.max(4, Math.floor(entries / 5))
    const scene = await setScene({ cards, umbrellas: gifts, mugs: 2, databaseUrl: database.url })
    try {
      const desks = await openDesks(scene)
      const model = new PlainModel(await keepMugsFromGold(scene))
      const acts = drawActs({ entries, cards, seed })
      let sent = 0
      for (const act of acts) {
        const desk = desks[act.desk]
        if (!desk) continue
        if (act.kind === 'write') enter(scene, desk, act)
        else {
          await sync(desk, model, { act, cardsLieAt: desks[0]?.booth ?? desk.booth })
          sent += 1
        }
      }
      for (const desk of desks)
        while (desk.judged < desk.entries.length) {
          await sync(desk, model, {
            act: { again: 3, most: 50 },
            cardsLieAt: desks[0]?.booth ?? desk.booth,
          })
          sent += 1
        }
      await compare(scene, desks, model)
      return {
        entries: desks.reduce((sum, desk) => sum + desk.entries.length, 0),
        syncs: sent,
        members: model.members.size,
        cardsGiven: model.given.size,
        kept: model.kept.size,
        conflicts: [...model.conflicts.values()].flat().length,
      }
    } finally {
      await scene[Symbol.asyncDispose]()
      await database.drop()
    }
  },
}

/** The cards of this world are gold; from now on mugs are for diamond cards alone. */
async function keepMugsFromGold({ manager, driveId, mug }: Scene): Promise<ReadonlySet<string>> {
  const path = `/drives/${driveId}/plan`
  const { plan, version } = done(await manager.client.get<PlanNow>(path))
  const gifts = plan.gifts.map((rule) => (rule.giftId === mug.id ? { ...rule, levels: ['diamond'] } : rule))
  const changed = { seenVersion: version, reason: 'few mugs', plan: { ...plan, gifts } }
  done(await manager.client.post(path, changed))
  return new Set([mug.id])
}

const booth = (name: string, hasShift: boolean, stock: [string, number][]): BoothModel => ({
  name,
  hasShift,
  stock: new Map(stock),
  shortages: new Map(),
})

async function openDesks(scene: Scene): Promise<Desk[]> {
  const { db } = scene.server
  const placeId = await placeOf(scene, scene.boothId)
  const stocked = await stockAt(db, placeId)
  const north = booth(
    scene.boothId,
    true,
    stocked.map(({ gift, onHand }) => [gift.id, onHand]),
  )
  const south = booth(scene.otherBoothId, false, [])
  const desks: Desk[] = []
  for (const [at, offsetDays] of [
    [north, 0],
    [north, 3],
    [south, -3],
  ] as const) {
    const tablet = await pairTablet(scene, at.name, `Tablet ${desks.length + 1}`)
    tablet.offsetMs = offsetDays * 86_400_000
    desks.push({ tablet, booth: at, entries: [], judged: 0, clockIsTold: offsetDays === 0 })
  }
  return desks
}

type Act =
  | { kind: 'write'; desk: number; phone: number; card: number; gift: number; isBroken: boolean }
  | { kind: 'sync'; desk: number; again: number; most: number }

function drawActs({ entries, cards, seed }: { entries: number; cards: number; seed: number }): Act[] {
  const desk = fc.integer({ min: 0, max: 2 })
  const writing = fc.record({
    kind: fc.constant('write' as const),
    desk,
    phone: fc.integer({ min: 0, max: Math.ceil(entries * 0.8) }),
    card: fc.integer({ min: -1, max: cards - 1 }),
    gift: fc.integer({ min: 0, max: 2 }),
    isBroken: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  })
  const syncing = fc.record({
    kind: fc.constant('sync' as const),
    desk,
    again: fc.integer({ min: 0, max: 5 }),
    most: fc.integer({ min: 1, max: 12 }),
  })
  const acts: Act[] = []
  for (const act of fc.sample(
    fc.oneof({ arbitrary: writing, weight: 4 }, { arbitrary: syncing, weight: 1 }),
    {
      numRuns: Math.ceil(entries * 1.3),
      seed,
    },
  ))
    acts.push(act)
  return acts
}

function enter(scene: Scene, desk: Desk, act: Extract<Act, { kind: 'write' }>): void {
  const cardNumber = scene.cards[act.card]?.cardNumber
  const giftId = [scene.umbrella.id, scene.mug.id, null][act.gift] ?? null
  const phone = act.isBroken ? BROKEN_PHONE : `139${String(act.phone).padStart(8, '0')}`
  desk.entries.push({ phone, cardNumber, gift: giftId, isBroken: act.isBroken })
  const body = lateForm(scene, cardNumber, { phone, giftId })
  write(desk.tablet, { promoterId: scene.promoter.staffId, id: v7(), body })
}

/** Sends from before where the judging stands, and sometimes twice, as a tablet does whose answer was lost. */
async function sync(
  desk: Desk,
  model: PlainModel,
  { act: { again, most }, cardsLieAt }: { act: { again: number; most: number }; cardsLieAt: BoothModel },
): Promise<void> {
  const from = Math.max(0, desk.judged - again)
  const to = Math.min(desk.entries.length, from + most)
  const { verdicts, expected } = done(await send(desk.tablet, from, to))
  const told = verdicts.map(({ number, verdict }) => [number, verdict])
  const wanted: [number, string][] = []
  for (let index = from; index < to; index += 1) {
    const entry = desk.entries[index]
    if (!entry) continue
    const key = `${desk.tablet.id}/${index + 1}`
    if (index < desk.judged) {
      wanted.push([index + 1, model.kept.has(key) ? 'refused' : 'accepted'])
      continue
    }
    const clockIsOff = !desk.clockIsTold
    desk.clockIsTold = true
    wanted.push([index + 1, model.judge(entry, { key, booth: desk.booth, cardsLieAt, clockIsOff })])
    desk.judged = index + 1
  }
  deepStrictEqual(told, wanted)
  deepStrictEqual(expected, desk.judged + 1)
  if (again % 2 === 1) deepStrictEqual(done(await send(desk.tablet, from, to)).verdicts, verdicts)
}

const placeOf = async (scene: Scene, boothId: string): Promise<string> =>
  (
    await scene.server.db
      .selectFrom('booths')
      .select('place_id')
      .where('id', '=', boothId)
      .executeTakeFirstOrThrow()
  ).place_id

async function compare(scene: Scene, desks: readonly Desk[], model: PlainModel): Promise<void> {
  const { db } = scene.server
  const count = async (table: 'members' | 'enrolments' | 'tablet_people' | 'member_identities') => {
    const row = await db
      .selectFrom(table)
      .select((one) => one.fn.countAll<bigint>().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(row.rows)
  }
  deepStrictEqual(await count('members'), model.members.size, 'members')
  deepStrictEqual(await count('member_identities'), model.members.size, 'identities')
  deepStrictEqual(await count('enrolments'), model.enrolments, 'enrolments')
  deepStrictEqual(await count('tablet_people'), model.kept.size, 'kept people')

  const active = await db.selectFrom('cards').select('card_number').where('state', '=', 'active').execute()
  deepStrictEqual(
    active.map((row) => row.card_number).toSorted(),
    [...model.given.keys()].toSorted(),
    'cards given',
  )
  for (const at of new Set(desks.map((desk) => desk.booth))) {
    const placeId = await placeOf(scene, at.name)
    const stock = new Map((await stockAt(db, placeId)).map(({ gift, onHand }) => [gift.id, onHand]))
    for (const [gift, left] of at.stock) deepStrictEqual(stock.get(gift) ?? 0, left, 'gifts left')
    deepStrictEqual(new Map(await shortagesAt(db, placeId)), at.shortages, 'gifts short')
  }
  const reported = await db
    .selectFrom('tablet_conflicts')
    .select(['tablet_id', 'entry_number', 'kind'])
    .execute()
  deepStrictEqual(
    reported.map((row) => `${row.tablet_id}/${row.entry_number} ${row.kind}`).toSorted(),
    [...model.conflicts].flatMap(([key, kinds]) => kinds.map((kind) => `${key} ${kind}`)).toSorted(),
    'the conflict report',
  )
  const { isBalanced } = await checkLedger(db)
  deepStrictEqual(isBalanced, true, 'the ledger balances')
}
