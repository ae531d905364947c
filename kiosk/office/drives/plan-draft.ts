import type { DrivePlan } from '../../api/drives.ts'
import { isWritten } from '../fields.tsx'
import type { PlanDraft } from './plan-part.ts'

/** A part of the plan replaced; what names something that was taken out goes with it. */
export function withPart(plan: PlanDraft, part: Partial<PlanDraft>): PlanDraft {
  const now = { ...plan, ...part }
  const gone = {
    days: taken(plan.days, now.days, ({ day }) => day),
    people: taken(plan.team, now.team, ({ staffId }) => staffId),
    sources: taken(plan.sources, now.sources, ({ code }) => code),
    gifts: taken(plan.gifts, now.gifts, ({ giftId }) => giftId),
  }
  return {
    ...now,
    shifts: now.shifts.filter(({ day, staffId }) => !gone.days.has(day) && !gone.people.has(staffId)),
    targets: now.targets.filter(({ day }) => !gone.days.has(day)),
    costs: now.costs.map((cost) =>
      gone.sources.has(cost.sourceCode) ? { ...cost, sourceCode: null } : cost,
    ),
    gifts: now.gifts.map((rule) => (gone.gifts.has(rule.insteadOf) ? { ...rule, insteadOf: null } : rule)),
  }
}

/** Keys of rows that were taken out; a row that was only written anew is not. */
function taken<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlySet<string | null> {
  if (after.length >= before.length) return new Set()
  const left = new Set(after.map(keyOf))
  return new Set(before.map(keyOf).filter((key) => !left.has(key)))
}

/** What is sent; undefined while something is missing. Targets of days that were moved are not sent. */
export function finishedDraft({ target, ...draft }: PlanDraft): DrivePlan | undefined {
  const { name, days, sources, shifts, costs } = draft
  const isDay = (day: string) => days.some((one) => one.day === day)
  const isComplete =
    isWritten(name) &&
    days.every(({ day, opensAt, closesAt }) => day && opensAt && closesAt) &&
    sources.every(({ nameZh, nameEn }) => isWritten(nameZh) && isWritten(nameEn)) &&
    shifts.every(({ day, startsAt, endsAt }) => isDay(day) && startsAt && endsAt) &&
    costs.every((cost) => isWritten(cost.name))
  if (!isComplete || target === undefined) return undefined
  return { ...draft, name: name.trim(), target, targets: draft.targets.filter(({ day }) => isDay(day)) }
}
