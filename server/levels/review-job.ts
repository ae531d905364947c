import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { currentProgramme, levelOf, monthsAfterMoment, rulesAt, type Rules } from '../programmes/index.ts'
import { moveUp, write } from './changing.ts'
import { buyersSince, changesOf, dueForReview, figuresBetween, lockMember, setReview } from './queries.ts'
import { nextReviewAt, reviewLevel } from './reviewing.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
/** A night's run looks back over the day before it and a little more, should it have begun late. */
const LOOKS_BACK_MS = 26 * 60 * 60_000

/**
 * Looks at everybody whose review is due and at everybody who bought since yesterday, each in a transaction of their own:
 * keeps, warns, lowers, and raises by merit. Running it twice changes nothing more.
 * @returns how many levels it moved
 */
export async function reviewLevels({ db, clock }: Needs): Promise<number> {
  const now = clock.now()
  const programme = await currentProgramme(db)
  if (!programme) return 0
  const rules = await rulesAt(db, programme.id, now)
  let moved = 0
  const each = async (memberId: string, rule: (work: Work, memberId: string) => Promise<boolean>) => {
    const isMoved = await inTransaction(db, (tx) =>
      rule({ tx, now, id: newId(), actor: { kind: 'system' } }, memberId),
    )
    if (isMoved) moved += 1
  }
  const programmeId = programme.id
  const since = new Date(now.getTime() - LOOKS_BACK_MS)
  if (rules.levels.some(({ ways }) => ways.some(({ kind }) => kind === 'merit')))
    await forAll(
      (after) => buyersSince(db, { programmeId, since, after }),
      (memberId) =>
        each(
          memberId,
          async (work) => (await moveUp(work, rules, { memberId, looking: 'merit' })) !== undefined,
        ),
    )
  const levels = rules.review ? rules.levels.filter(({ keep }) => keep).map(({ code }) => code) : []
  await forAll(
    (after) => dueForReview(db, { programmeId, levels, now, after }),
    (memberId) => each(memberId, (work) => reviewMember(work, rules, memberId)),
  )
  return moved
}

async function forAll(
  page: (after: string) => Promise<string[]>,
  act: (memberId: string) => Promise<void>,
): Promise<void> {
  for (let after = FIRST_ID; ;) {
    const ids = await page(after)
    for (const id of ids) await act(id)
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
  }
}

/** @returns whether the level moved */
async function reviewMember(work: Work, rules: Rules, memberId: string): Promise<boolean> {
  const { tx, now } = work
  const member = await lockMember(tx, memberId)
  const { review } = rules
  if (!member || !review || !levelOf(rules, member.level)?.keep) return false
  const dueAt = member.reviewAt ?? nextReviewAt(rules, member.level, member.joinedAt)
  if (dueAt && dueAt > now) {
    await setReview(tx, memberId, dueAt)
    return false
  }
  const [last] = await changesOf(tx, memberId)
  const isInGrace = last?.kind === 'grace'
  const after = monthsAfterMoment(now, -review.months)
  const figures = await figuresBetween(tx, memberId, { after, until: now })
  const verdict = reviewLevel(rules, { level: member.level, figures, isInGrace, now })
  const change = { memberId, from: member.level, to: member.level }
  switch (verdict.kind) {
    case 'unreviewed':
      return false
    case 'kept':
      await write(work, rules, { ...change, kind: 'kept', reviewAt: verdict.nextAt })
      return false
    case 'grace':
      await write(work, rules, {
        ...change,
        kind: 'grace',
        graceUntil: verdict.until,
        reviewAt: verdict.until,
      })
      return false
    case 'lowered':
      await write(work, rules, { ...change, to: verdict.to, kind: 'lowered', reviewAt: verdict.nextAt })
      return true
  }
}

/** Every night, when few are shopping. */
export const levelReview = (needs: Needs): JobKind<never> => ({
  name: 'review-levels',
  cron: '30 3 * * *',
  async handle() {
    await reviewLevels(needs)
  },
})
