import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { decidedOn, type Decided } from './alert-queries.ts'
import { factsOf, insertFacts, subjectsWith, weightiest, type Column, type Stretch } from './fact-queries.ts'
import { leastOf, type Fact } from './measures.ts'
import { notedAfter, watchReading } from './noted-queries.ts'
import { raise } from './raising.ts'
import type { WatchCode } from './schema.ts'
import { settingsInForce, type SettingInForce } from './setting-queries.ts'
import { EVIDENCE_ROWS, slide } from './sliding.ts'
import { addToSums, compare, comparedWatches } from './sums.ts'
import { WATCHES, watchesOf } from './watches.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

const AT_ONCE = 2_000
const MOST_ROUNDS = 50

/** Looks at everything that was committed since. One server at a time; nothing is passed over or counted twice. */
export async function watch(needs: Needs): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) if (!(await watchSome(needs))) return
}

/** Every minute. */
export const watching = (needs: Needs): JobKind<never> => ({
  name: 'watch',
  cron: '* * * * *',
  handle: () => watch(needs),
})

/** @returns whether there may be more */
function watchSome({ db, clock }: Needs): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const reading = await watchReading.lock(tx)
    if (!reading) return false
    if (reading.isAhead) {
      await watchReading.skip(tx)
      return false
    }
    const { noted, last, isFull } = await notedAfter(tx, { ...reading, limit: AT_ONCE })
    if (!last) return false
    const work: Work = { tx, now: clock.now(), id: newId(), actor: { kind: 'system' } }
    const facts = await insertFacts(tx, noted, work.now)
    if (facts.length > 0) await look(work, facts)
    await watchReading.moveTo(tx, last)
    return isFull
  })
}

const COLUMNS = { member: 'member_id', desk: 'desk', handing: 'handing' } as const satisfies Record<
  string,
  Column
>
type SlidingScope = keyof typeof COLUMNS

/** Judges what facts are part of; costs what they and their windows are, however much there was before. */
async function look(work: Work, facts: readonly Fact[]): Promise<void> {
  const inForce = await settingsInForce(work.tx)
  for (const scope of ['member', 'desk', 'handing'] as const) await lookAt(work, scope, facts, inForce)
  const grown = await addToSums(work.tx, facts)
  for (const code of comparedWatches) {
    const setting = inForce.get(code)
    if (!setting?.setting.isOn) continue
    const slots = grown.filter((slot) => slot.watch === code)
    const decided = await decidedOn(
      work.tx,
      code,
      slots.map(({ subject }) => subject),
    )
    const asked = slots.map((slot) => ({ ...slot, knownAt: knownAt(slot, decided.get(slot.subject)) }))
    for (const { subject, finding, part } of await compare(work.tx, code, { slots: asked, ...setting })) {
      const evidence = await weightiest(work.tx, part, EVIDENCE_ROWS)
      await raise(work, { watch: code, inForce: setting, subject, finding: { ...finding, facts: evidence } })
    }
  }
}

/** Until when what was decided upon of a slot was known; undefined where nothing was. */
function knownAt({ at }: { at: number }, decided: readonly Decided[] = []): number | undefined {
  const own = decided.filter(({ until }) => at <= until)
  return own.length > 0 ? Math.max(...own.map((one) => one.knownAt)) : undefined
}

async function lookAt(
  work: Work,
  scope: SlidingScope,
  facts: readonly Fact[],
  inForce: ReadonlyMap<WatchCode, SettingInForce>,
): Promise<void> {
  const on = watchesOf(scope).filter((code) => inForce.get(code)?.setting.isOn)
  const longest = Math.max(0, ...on.map((code) => inForce.get(code)?.setting.windowMinutes ?? 0))
  const stretches = stretchesOf(facts, scope, longest * 60_000)
  if (stretches.length === 0 || longest === 0) return
  const mayCome = new Map<WatchCode, Set<string>>()
  for (const code of on) mayCome.set(code, await mayComeToLimit(work, { code, scope, stretches, inForce }))
  const subjects = new Set([...mayCome.values()].flatMap((some) => [...some]))
  const known = await factsOf(
    work.tx,
    COLUMNS[scope],
    stretches.filter(({ subject }) => subjects.has(subject)),
  )
  const fresh = new Set(facts.map(keyOf))
  for (const code of on) {
    const setting = inForce.get(code)
    const { measure } = WATCHES[code]
    if (!setting || !measure) continue
    const decided = await decidedOn(work.tx, code, [...known.keys()])
    for (const [subject, ofSubject] of known) {
      if (!mayCome.get(code)?.has(subject)) continue
      const findings = slide(
        ofSubject.filter((fact) => !decided.get(subject)?.some((one) => isDecided(fact, one))),
        { measure, setting: setting.setting, isNew: (fact) => fresh.has(keyOf(fact)) },
      )
      const highest = findings.toSorted((a, b) => a.figure - b.figure).at(-1)
      if (highest) await raise(work, { watch: code, inForce: setting, subject, finding: highest })
    }
  }
}

/** A member has a few facts, which are looked at as they are; a till has the sales of a day. */
async function mayComeToLimit(
  work: Work,
  {
    code,
    scope,
    stretches,
    inForce,
  }: {
    code: WatchCode
    scope: SlidingScope
    stretches: readonly Stretch[]
    inForce: ReadonlyMap<WatchCode, SettingInForce>
  },
): Promise<Set<string>> {
  const setting = inForce.get(code)?.setting
  const { measure } = WATCHES[code]
  if (scope === 'member' || !setting || !measure) return new Set(stretches.map(({ subject }) => subject))
  return subjectsWith(work.tx, COLUMNS[scope], { stretches, least: leastOf(measure, setting) })
}

/** What arrives after a decision was not looked at, whenever it happened. */
const isDecided = ({ at, notedAt }: Fact, { until, knownAt }: Decided): boolean =>
  at <= until && notedAt <= knownAt

const keyOf = ({ kind, id, nth }: Fact): string => `${kind}/${id}/${nth}`

export const subjectKey = (scope: SlidingScope, fact: Fact): string | null => {
  switch (scope) {
    case 'member':
      return fact.memberId
    case 'desk':
      return fact.tillId && (fact.cashier === null ? fact.tillId : `${fact.tillId}/${fact.cashier}`)
    case 'handing':
      return fact.giftId && fact.staffId && `${fact.giftId}/${fact.staffId}`
  }
}

/** Everything that shares a window with a new fact. */
function stretchesOf(facts: readonly Fact[], scope: SlidingScope, windowMs: number): Stretch[] {
  const moments = new Map<string, number[]>()
  for (const fact of facts) {
    const key = subjectKey(scope, fact)
    if (key) moments.set(key, [...(moments.get(key) ?? []), fact.at])
  }
  return [...moments].map(([subject, at]) => ({
    subject,
    from: new Date(Math.min(...at) - windowMs),
    until: new Date(Math.max(...at) + windowMs),
  }))
}
