import { sql } from 'kysely'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { sumOf, type Part } from './fact-queries.ts'
import type { Fact } from './measures.ts'
import { aboveOwnPast, pointsOfTenSales, type Slot } from './own-past.ts'
import type { WatchCode, WatchSetting } from './schema.ts'
import type { Finding } from './sliding.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The same weekday, or the same hour of it, so many weeks back. */
const PAST_WEEKS = 8

type SumKind = 'counter-day' | 'gift-hour'

interface Compared {
  kind: SumKind
  /** which facts are added */
  of: Pick<Part, 'kind' | 'column'>
  slotMs: number
  /** what a fact adds to: whose, and from when on */
  slotOf: (fact: Fact) => { subject: string; at: number } | undefined
  figureOf: (slot: Slot) => number
  /** whether a slot that nothing fell into counts as 0 of its figure, or is no past at all */
  countsEmpty: boolean
}

/** The two watches that have their own past for a yardstick. */
const COMPARED = {
  'counter-points': {
    kind: 'counter-day',
    of: { kind: 'purchase', column: 'counter_id' },
    slotMs: DAY_MS,
    slotOf: ({ kind, counterId, at }) =>
      kind === 'purchase' && counterId
        ? { subject: counterId, at: startOfDay(dayOf(new Date(at))).getTime() }
        : undefined,
    figureOf: pointsOfTenSales,
    countsEmpty: false,
  },
  'gift-redemptions': {
    kind: 'gift-hour',
    of: { kind: 'held', column: 'gift_id' },
    slotMs: HOUR_MS,
    slotOf: ({ kind, giftId, at }) =>
      kind === 'held' && giftId ? { subject: giftId, at: Math.floor(at / HOUR_MS) * HOUR_MS } : undefined,
    figureOf: ({ facts }) => facts,
    countsEmpty: true,
  },
} as const satisfies Partial<Record<WatchCode, Compared>>

export type ComparedWatch = keyof typeof COMPARED
export const comparedWatches = Object.keys(COMPARED) as ComparedWatch[]

interface Sum extends Slot {
  subject: string
}

/** Adds new facts to the sums. @returns of each watch the slots that grew */
export async function addToSums(
  tx: Tx,
  facts: readonly Fact[],
): Promise<{ watch: ComparedWatch; subject: string; at: number }[]> {
  const grown: { watch: ComparedWatch; subject: string; at: number }[] = []
  for (const watch of comparedWatches) {
    const { kind, slotOf } = COMPARED[watch] as Compared
    const sums = new Map<string, Sum>()
    for (const fact of facts) {
      const slot = slotOf(fact)
      if (!slot) continue
      const key = `${slot.subject}/${slot.at}`
      const { facts: count, points } = sums.get(key) ?? { facts: 0, points: 0 }
      sums.set(key, { ...slot, facts: count + 1, points: points + fact.points })
    }
    const rows = [...sums.values()]
    if (rows.length === 0) continue
    await sql`
      INSERT INTO watch_sums (kind, subject, slot, facts, points)
      SELECT ${kind}, * FROM unnest(
        ${rows.map(({ subject }) => subject)}::uuid[], ${rows.map(({ at }) => new Date(at))}::timestamptz[],
        ${rows.map((row) => row.facts)}::integer[], ${rows.map(({ points }) => points)}::bigint[])
          ON CONFLICT (kind, subject, slot) DO UPDATE
         SET facts = watch_sums.facts + excluded.facts, points = watch_sums.points + excluded.points`.execute(
      tx,
    )
    grown.push(...rows.map(({ subject, at }) => ({ watch, subject, at })))
  }
  return grown
}

/** Of a counter or a gift; with `knownAt`, only what was learned of since: the rest was decided upon. */
interface SlotAsked {
  subject: string
  at: number
  knownAt?: number | undefined
}

/** Compares slots with their own past. @returns what stands out, by subject, and which facts it is made of */
export async function compare(
  db: Db | Tx,
  watch: ComparedWatch,
  { slots, setting }: { slots: readonly SlotAsked[]; setting: WatchSetting },
): Promise<{ subject: string; finding: Finding; part: Part }[]> {
  const compared: Compared = COMPARED[watch]
  const known = new Map(slots.map(({ subject, at, knownAt }) => [`${subject}/${at}`, knownAt]))
  const found: { subject: string; finding: Finding; part: Part }[] = []
  for (const whole of await withPast(db, compared, slots)) {
    const { subject, at } = whole
    const untilAt = at + compared.slotMs - 1
    const knownAt = known.get(`${subject}/${at}`)
    const notedAfter = new Date(knownAt ?? -1)
    const part = { ...compared.of, subject, from: new Date(at), until: new Date(untilAt), notedAfter }
    const slot = knownAt === undefined ? whole : { ...whole, ...(await sumOf(db, part)) }
    if (slot.facts < Math.max(setting.least, 1)) continue
    const figure = compared.figureOf(slot)
    const usual = aboveOwnPast(figure, slot.past, setting)
    if (usual === undefined) continue
    const span = { firstAt: at, lastAt: untilAt, untilAt }
    found.push({ subject, part, finding: { figure, usual, ...span, factsCount: slot.facts, facts: [] } })
  }
  return found
}

async function withPast(
  db: Db | Tx,
  compared: Compared,
  slots: readonly { subject: string; at: number }[],
): Promise<(Sum & { past: number[] })[]> {
  if (slots.length === 0) return []
  const { rows } = await sql<{
    subject: string
    slot: Date
    week: number
    facts: number | null
    points: bigint | null
    is_past: boolean
  }>`
    SELECT s.subject, s.slot, week, facts, points,
           EXISTS (SELECT FROM watch_sums e WHERE e.kind = ${compared.kind} AND e.subject = s.subject
                      AND e.slot <= s.slot - week * interval '7 days') AS is_past
      FROM unnest(${slots.map(({ subject }) => subject)}::uuid[],
                  ${slots.map(({ at }) => new Date(at))}::timestamptz[]) s (subject, slot)
     CROSS JOIN generate_series(0, ${PAST_WEEKS}) week
      LEFT JOIN watch_sums p ON p.kind = ${compared.kind} AND p.subject = s.subject
                            AND p.slot = s.slot - week * interval '168 hours'
     ORDER BY s.subject, s.slot, week`.execute(db)
  const found: (Sum & { past: number[] })[] = []
  for (const { subject, slot, week, facts, points, is_past: isPast } of rows) {
    const sum = facts === null ? undefined : { at: slot.getTime(), facts, points: Number(points) }
    if (week === 0) found.push({ subject, past: [], ...(sum ?? { at: slot.getTime(), facts: 0, points: 0 }) })
    else if (sum) found.at(-1)?.past.push(compared.figureOf(sum))
    else if (compared.countsEmpty && isPast) found.at(-1)?.past.push(0)
  }
  return found
}

/** All slots of a stretch of time. */
export async function slotsOf(
  db: Db,
  watch: ComparedWatch,
  { from, until }: { from: Date; until: Date },
): Promise<{ subject: string; at: number }[]> {
  const rows = await db
    .selectFrom('watch_sums')
    .select(['subject', 'slot'])
    .where('kind', '=', COMPARED[watch].kind)
    .where('slot', '>=', from)
    .where('slot', '<=', until)
    .orderBy('slot')
    .execute()
  return rows.map(({ subject, slot }) => ({ subject, at: slot.getTime() }))
}
