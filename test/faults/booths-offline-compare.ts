import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { BoothCount, CountSheet } from '../../server/drives/evening-schema.ts'
import { shortagesAt, stockAt } from '../../server/gifts/index.ts'
import { sealAudit, verifyAudit } from '../../server/platform/audit.ts'
import type { Db } from '../../server/platform/database.ts'
import { checkLedger } from '../../server/points/index.ts'
import { PlainModel, type BoothModel } from '../tablets/plain-model.ts'
import type { Static } from 'typebox'
import type { Plan } from './booths-offline-plan.ts'
import type { Booth } from './ground/booth.ts'
import { done } from './ground/office.ts'

/** What was typed for somebody, what went with them, and between which moments of a right clock (ms). */
interface Enrolled {
  kind: 'enrolment'
  day: number
  phone: string
  name: string
  cardNumber: string
  tookGift: boolean
  from: number
  to: number
}

/** What a tablet's people did, in order; the model knows no more than this. */
export interface TabletRecord {
  id: string
  kinds: (Enrolled | { kind: 'shift-opened' | 'shift-closed'; day?: number })[]
}

interface Outcome {
  db: Db
  booth: Booth
  plan: Plan
  records: readonly TabletRecord[]
  /** how long a message may be under way: a corrected time is as good as the way to the server is quick */
  slackMs: number
}

interface Expected {
  model: PlainModel
  /** `tablet/number kind action`, as the report has them */
  report: string[]
  /** what an enrolment left behind, by `tablet/number` */
  enrolments: Map<string, object>
}

/** Holds what the server has to what the model makes of what was done at the tablets. */
export async function compare({ db, booth, plan, records, slackMs }: Outcome) {
  const entries = await entriesOf(db)
  for (const { id, kinds } of records)
    assert.deepEqual(
      entries
        .filter((entry) => entry.tabletId === id)
        .map(({ number, kind, verdict }) => [number, kind, verdict]),
      kinds.map(({ kind }, index) => [index + 1, kind, 'accepted']),
      'every entry of a tablet came once, in order',
    )
  const desk: BoothModel = {
    name: booth.boothId,
    hasShift: true,
    stock: new Map([[booth.gift.id, plan.pieces[0]]]),
    shortages: new Map(),
  }
  const order = await orderOfJudging(db)
  const { model, report, enrolments } = follow({ booth, plan, records, desk, order })
  assert.deepEqual(
    await reported(db, { plan, records, slackMs }),
    report.toSorted(),
    'the conflict report is what the model says',
  )
  assert.deepEqual(await enrolledInto(db), sorted(enrolments), 'each enrolment left what the model says')
  for (const { id, kinds } of records)
    for (const [index, one] of kinds.entries()) {
      const entry = entries.find(({ tabletId, number }) => tabletId === id && number === index + 1)
      if (one.kind !== 'enrolment' || !entry) continue
      const at = entry.happenedAt.getTime()
      assert.ok(at >= one.from - 1_000 && at <= one.to + slackMs, 'times are those of a right clock')
    }
  await everybodyIsThere(db, { booth, records, model })
  await goodsAddUp(db, { booth, desk, model, records })
  await sealAudit(db, new Date())
  assert.equal((await verifyAudit(db)).intact, true, 'the audit chain holds')
  assert.equal((await checkLedger(db)).isBalanced, true, 'the ledger is balanced')
  return {
    entries: entries.length,
    enrolments: model.enrolments,
    members: model.members.size,
    cardsGiven: model.given.size,
    giftsShort: [...desk.shortages.values()].reduce((sum, pieces) => sum + pieces, 0),
    ...countKinds(report),
    lost: 0,
    doubled: 0,
  }
}

async function entriesOf(db: Db) {
  const rows = await db
    .selectFrom('tablet_entries')
    .select(['tablet_id', 'number', 'kind', 'verdict', 'happened_at'])
    .orderBy('number')
    .execute()
  return rows.map(({ tablet_id: tabletId, happened_at: happenedAt, ...row }) => ({
    tabletId,
    happenedAt,
    ...row,
  }))
}

/**
 * In what order two tablets' entries meet is chance, and the server's to say. The id of an audit entry is made where all that
 * two entries could quarrel about is locked already, so these ids rise in the order in which quarrels were settled.
 */
const orderOfJudging = (db: Db): Promise<string[]> =>
  sql<{ key: string }>`
    SELECT substr(subject, length('tablet:') + 1) || '/' || (details->>'number') AS key
      FROM audit_entries WHERE action = 'tablet.entry-judged' ORDER BY id`
    .execute(db)
    .then(({ rows }) => rows.map(({ key }) => key))

interface Following {
  booth: Booth
  plan: Plan
  records: readonly TabletRecord[]
  desk: BoothModel
  order: readonly string[]
}

/** The model's own run through what was done. */
function follow({ booth, plan, records, desk, order }: Following): Expected {
  const model = new PlainModel()
  const report: string[] = []
  const enrolments = new Map<string, object>()
  const toldMinutes = records.map(() => 0)
  let day = 0
  for (const key of order) {
    const index = records.findIndex(({ id }) => key.startsWith(id))
    const one = records[index]?.kinds[Number(key.split('/')[1]) - 1]
    assert.ok(one, 'nothing was judged that nobody did')
    if (one.day !== undefined && one.day > day) {
      day = one.day
      const left = desk.stock.get(booth.gift.id) ?? 0
      desk.stock.set(booth.gift.id, left + plan.pieces[1])
    }
    const minutes =
      one.day === undefined ? (toldMinutes[index] ?? 0) : (plan.tablets[index]?.[one.day]?.clockMinutes ?? 0)
    if (Math.abs(minutes - (toldMinutes[index] ?? 0)) > 5) {
      toldMinutes[index] = minutes
      if (Math.abs(minutes) > 5) report.push(`${key} clock-off corrected ${minutes}`)
    }
    if (one.kind !== 'enrolment') continue
    // By the rules the second promoter has no shift on the second day.
    desk.hasShift = !(index === 1 && one.day === 1)
    const { phone, cardNumber, tookGift } = one
    const holder = model.given.get(cardNumber)
    const gift = tookGift ? booth.gift.id : null
    model.judge(
      { phone, cardNumber, gift, isBroken: false },
      { key, booth: desk, cardsLieAt: desk, clockIsOff: false },
    )
    const kinds = model.conflicts.get(key) ?? []
    const actions: Readonly<Record<string, string>> = {
      'gift-short': 'booked-short',
      'promoter-without-shift': 'shift-noted',
      'card-already-given': holder === phone ? 'theirs-already' : 'needs-card give-card',
      'known-member': gift === null ? 'linked' : 'gift-booked',
    }
    for (const kind of kinds) report.push(`${key} ${kind} ${actions[kind] ?? 'unforeseen'}`)
    enrolments.set(key, {
      outcome: kinds.includes('known-member') ? 'known-member' : 'new-member',
      cardNumber: kinds.includes('card-already-given') ? null : cardNumber,
      giftId: gift,
    })
  }
  return { model, report, enrolments }
}

type Clocks = Pick<Outcome, 'plan' | 'records' | 'slackMs'>

async function reported(db: Db, { plan, records, slackMs }: Clocks): Promise<string[]> {
  const rows = await db
    .selectFrom('tablet_conflicts')
    .select(['tablet_id', 'entry_number', 'kind', 'action', 'todo', 'details'])
    .execute()
  // The time that a message is under way makes a clock seem to be behind by so much, and whole minutes are told.
  const lateMinutes = Math.ceil(slackMs / 60_000)
  const clockOf = (id: string, told: number): number => {
    const days = plan.tablets[records.findIndex((record) => record.id === id)] ?? []
    const clocks = days.map(({ clockMinutes }) => clockMinutes)
    return clocks.find((minutes) => told <= minutes && told >= minutes - lateMinutes) ?? told
  }
  return rows
    .map(({ tablet_id: id, entry_number: number, kind, action, todo, details }) => {
      const clock = ` ${clockOf(id, Number(details['minutes']))}`
      const more = kind === 'clock-off' ? clock : todo === null ? '' : ` ${todo}`
      return `${id}/${number} ${kind} ${action}${more}`
    })
    .toSorted()
}

async function enrolledInto(db: Db): Promise<[string, object][]> {
  const { rows } = await sql<{
    key: string
    outcome: string
    cardNumber: string | null
    giftId: string | null
  }>`
    SELECT t.tablet_id || '/' || t.number AS key, e.outcome, e.card_number AS "cardNumber", e.gift_id AS "giftId"
      FROM tablet_entries t FULL JOIN enrolments e ON e.id = t.entry_id
     WHERE t.kind IS NULL OR t.kind = 'enrolment'`.execute(db)
  return sorted(new Map(rows.map(({ key, ...row }) => [key, row])))
}

const sorted = (map: Map<string, object>): [string, object][] =>
  [...map].toSorted(([one], [other]) => one.localeCompare(other))

/** Whoever stood before a tablet is found by the phone, as one member, with the cards that the model gave them. */
async function everybodyIsThere(
  db: Db,
  { booth, records, model }: Pick<Outcome, 'booth' | 'records'> & { model: PlainModel },
): Promise<void> {
  const members = new Map<string, string>()
  for (const one of records.flatMap(({ kinds }) => kinds)) {
    if (one.kind !== 'enrolment' || members.has(one.phone)) continue
    const search = await booth.administrator.post<{ members: { id: string }[] }>('/members/search', {
      phone: one.phone,
    })
    const [member, ...others] = done(search).members
    assert.ok(member, `whoever has ${one.phone} is a member`)
    assert.deepEqual(others, [], 'and is one once')
    members.set(one.phone, member.id)
  }
  const { rows } = await sql<{ members: number; identities: number; kept: number }>`
    SELECT (SELECT count(*)::int FROM members) AS members,
           (SELECT count(*)::int FROM member_identities) AS identities,
           (SELECT count(*)::int FROM tablet_people) AS kept`.execute(db)
  assert.deepEqual(
    rows[0],
    { members: members.size, identities: members.size, kept: 0 },
    'and nobody else is',
  )
  const active = await db
    .selectFrom('cards')
    .select(['card_number', 'member_id'])
    .where('state', '=', 'active')
    .execute()
  assert.deepEqual(
    active.map((card) => `${card.card_number} ${card.member_id}`).toSorted(),
    [...model.given].map(([card, phone]) => `${card} ${members.get(phone)}`).toSorted(),
    'each card is whose the model says',
  )
}

interface Goods {
  booth: Booth
  desk: BoothModel
  model: PlainModel
  records: readonly TabletRecord[]
}

/** The books, and the evening's own figures: what the count of somebody who knows nothing of them is held to. */
async function goodsAddUp(db: Db, { booth, desk, model, records }: Goods): Promise<void> {
  const { id: giftId } = booth.gift
  const stock = new Map((await stockAt(db, booth.placeId)).map(({ gift, onHand }) => [gift.id, onHand]))
  const [left, short] = [desk.stock.get(giftId) ?? 0, desk.shortages.get(giftId) ?? 0]
  assert.equal(stock.get(giftId) ?? 0, left, 'gifts left')
  assert.deepEqual(new Map(await shortagesAt(db, booth.placeId)), desk.shortages, 'gifts given over stock')
  const handedOut = records
    .flatMap(({ kinds }) => kinds)
    .filter((one) => 'tookGift' in one && one.tookGift).length
  const [first] = booth.promoters
  assert.ok(first)
  const { day, items } = done(
    await first.get<Static<typeof CountSheet>>(`/booths/${booth.boothId}/count-sheet`),
  )
  const expected = new Map([
    ['cards', booth.cardNumbers.length - model.given.size],
    [giftId, left - short],
  ])
  const lines = items.map(({ item }) => ({
    item,
    counted: Math.max(0, expected.get(item) ?? 0),
    reason: 'more was given than the books had',
  }))
  const counted = done(
    await first.post<{ countId: string }>(`/booths/${booth.boothId}/counts`, { day, lines }),
  )
  const count = done(await booth.administrator.get<BoothCount>(`/booth-counts/${counted.countId}`))
  assert.deepEqual(
    new Map(count.lines.map((line) => [line.item, line.expected])),
    expected,
    'the evening expects what the model says',
  )
  const { rows } = await sql<{ brought: number }>`
    SELECT sum(quantity)::int AS brought FROM gift_movements
     WHERE place_id = ${booth.placeId} AND quantity > 0`.execute(db)
  assert.equal(
    (rows[0]?.brought ?? 0) - handedOut,
    left - short,
    'brought less handed out is what must lie there',
  )
}

function countKinds(report: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = { conflicts: report.length }
  for (const kind of [
    'known-member',
    'card-already-given',
    'gift-short',
    'promoter-without-shift',
    'clock-off',
  ])
    counts[kind] = report.filter((row) => row.split(' ')[1] === kind).length
  return counts
}
