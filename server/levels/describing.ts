import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Sentence } from '../platform/schema.ts'
import { levelOf, monthsAfterMoment, rulesAt, type Level, type Rules } from '../programmes/index.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { giftsThatWait, giftThatWaits, type WaitingGiftRow } from './gift-queries.ts'
import { NOTHING, type Figures } from './figures.ts'
import { changesOf, figuresBetween, findMember, namesOf, type MemberRow } from './queries.ts'
import { levelsAbove, windowsOf } from './reaching.ts'
import type { MemberLevel, WaitingGift, WaitingGifts } from './schema.ts'
import type { ChangeRow } from './table.ts'
import { keepingTheirs, wayToNext } from './wording.ts'

export interface LevelNow {
  level: Level
  next: Level | undefined
  /** how far it is to the next one */
  way: Sentence | undefined
  /** what this one is kept with */
  keeping: Sentence | undefined
}

/** A member's level as they may read it: what it gives, how far the next one is, what keeps it. */
export async function levelNow(
  db: Db,
  { memberId, now }: { memberId: string; now: Date },
): Promise<LevelNow | undefined> {
  const member = await findMember(db, memberId)
  if (!member) return undefined
  return describe(db, { memberId, member, rules: await rulesAt(db, member.programmeId, now), now })
}

async function describe(
  db: Db,
  { memberId, member, rules, now }: { memberId: string; member: MemberRow; rules: Rules; now: Date },
): Promise<LevelNow | undefined> {
  const level = levelOf(rules, member.level) ?? rules.levels[0]
  if (!level) return undefined
  const above = levelsAbove(rules, level.code).slice(0, 1)
  const figures = new Map<number | null, Figures>()
  for (const months of new Set([...windowsOf(above, 'purchase'), ...windowsOf(above, 'merit')]))
    figures.set(months, await figuresBack(db, memberId, months, now))
  const ofReview =
    rules.review && level.keep ? await figuresBack(db, memberId, rules.review.months, now) : NOTHING
  return {
    level,
    next: above[0],
    way: wayToNext(rules, { level: level.code, windows: figures }),
    keeping: keepingTheirs(rules, { level: level.code, figures: ofReview, reviewAt: member.reviewAt }),
  }
}

const figuresBack = (db: Db, memberId: string, months: number | null, now: Date): Promise<Figures> =>
  figuresBetween(db, memberId, {
    after: months === null ? null : monthsAfterMoment(now, -months),
    until: now,
  })

/** A member's level for the office: with its history, and what may be given. Refuses with `member-unknown`. */
export async function describeLevel(
  db: Db,
  { memberId, now }: { memberId: string; now: Date },
): Promise<Result<MemberLevel, 'member-unknown'>> {
  const member = await findMember(db, memberId)
  if (!member) return refuse('member-unknown')
  const rules = await rulesAt(db, member.programmeId, now)
  const described = await describe(db, { memberId, member, rules, now })
  if (!described) return refuse('member-unknown')
  const rows = await changesOf(db, memberId)
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.made_by ?? []),
  )
  const latest = rows.find((row) => row.from_level !== row.to_level)
  return accept({
    level: nameOf(rules, described.level.code),
    way: described.way ?? null,
    keeping: described.keeping ?? null,
    givable: levelsAbove(rules, described.level.code).map((level) => ({
      ...nameOf(rules, level.code),
      byInvitation: level.ways.some(({ kind }) => kind === 'invitation'),
    })),
    waiting: await waitingFor(db, rules, memberId),
    isAlone: await isOnlyPerson(db),
    changes: rows.map((row) => asChange(rules, row, { by: names.get(row.made_by ?? ''), latest })),
  })
}

async function waitingFor(db: Db, rules: Rules, memberId: string): Promise<MemberLevel['waiting']> {
  const gift = await giftThatWaits(db, memberId)
  return gift ? asWaiting(rules, gift) : null
}

const asWaiting = (rules: Rules, gift: WaitingGiftRow): WaitingGift => ({
  id: gift.id,
  memberId: gift.member_id,
  to: nameOf(rules, gift.level),
  reason: gift.reason,
  requestedBy: { id: gift.requested_by, displayName: gift.display_name },
  requestedAt: gift.requested_at.toISOString(),
})

/** Levels that wait for a second person, of all members. */
export async function describeWaiting(db: Db, now: Date): Promise<WaitingGifts> {
  const rows = await giftsThatWait(db)
  const rules = new Map<string, Rules>()
  for (const id of new Set(rows.map((row) => row.programme_id))) rules.set(id, await rulesAt(db, id, now))
  const gifts = rows.flatMap((row) => {
    const own = rules.get(row.programme_id)
    return own ? [asWaiting(own, row)] : []
  })
  return { gifts, isAlone: await isOnlyPerson(db) }
}

/** By its code where the rules of now know it no more. */
function nameOf(rules: Rules, code: string) {
  const level = levelOf(rules, code)
  return { code, nameZh: level?.nameZh ?? code, nameEn: level?.nameEn ?? code }
}

const asChange = (
  rules: Rules,
  row: ChangeRow,
  { by, latest }: { by: string | undefined; latest: ChangeRow | undefined },
): MemberLevel['changes'][number] => ({
  id: row.id,
  kind: row.kind,
  from: nameOf(rules, row.from_level),
  to: nameOf(rules, row.to_level),
  effectiveAt: row.effective_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  graceUntil: row.grace_until?.toISOString() ?? null,
  reason: row.reason,
  by: by ?? null,
  isUndoable: row === latest,
})
