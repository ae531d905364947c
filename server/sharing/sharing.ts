import { timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { KeyService } from '../keys/index.ts'
import { lockMember } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { expiryOf, judgeSharing, monthOf, rulesAt, type Rules } from '../programmes/index.ts'
import { referralCode } from '../referrals/index.ts'
import { addPoints, countOpen, findShare, insertOpen, pointsOfMonth, shareOfDay } from './queries.ts'
import type { Invitation, OpenedShare } from './schema.ts'

/** A share counts so many days after the one on which it was made. */
const COUNTS_DAYS = 30
/** Of one network in a day: a house or a café reads it, a script behind one address soon counts no more. */
const MOST_OF_NETWORK = 5
const DAY_MS = 86_400_000

/** Programs that open addresses for nobody. */
const PROGRAM =
  /bot|crawl|spider|preview|facebookexternal|whatsapp|slack|curl|wget|python|java\/|go-http|headless|axios|node/i

const markOf = (keys: KeyService, purpose: 'share' | 'own-share', id: string): string =>
  Buffer.from(keys.blindIndex(purpose, id)).toString('base64url').slice(0, 22)

/** What a browser in which a member's own card was tapped carries: its opens do not count for them. */
export const ownMark = (keys: KeyService, code: string): string => markOf(keys, 'own-share', code)

/** What a member tells and passes on today. */
export async function invitationOf(work: Work, keys: KeyService, memberId: string): Promise<Invitation> {
  const code = await referralCode(work, keys, memberId)
  const share = { id: derivedId(work.id, 'share'), member_id: memberId, day: dayOf(work.now) }
  const id = await shareOfDay(work.tx, share)
  return { code, share: `${id}~${markOf(keys, 'share', id)}` }
}

/** As `invitationOf`; undefined where the rules of now give nothing for a friend or for sharing. */
export async function invitationIn(
  work: Work,
  keys: KeyService,
  { memberId, programmeId }: { memberId: string; programmeId: string },
): Promise<Invitation | undefined> {
  const { earn } = await rulesAt(work.tx, programmeId, work.now)
  return earn.referral || earn.sharing ? invitationOf(work, keys, memberId) : undefined
}

export interface Visitor {
  /** random, of a cookie that we made */
  cookie: string
  /** of a browser in which a member's own card was tapped */
  ownMark: string | undefined
  address: string
  userAgent: string | undefined
}

/**
 * Somebody opens what a member has passed on. Counts each visitor of a day once, the member's own browser and programs not
 * at all, and gives what the rules give for it, within their caps. Refuses with `share-unknown`.
 */
export async function openShare(
  work: Work,
  keys: KeyService,
  { share, visitor }: { share: string; visitor: Visitor },
): Promise<Result<OpenedShare, 'share-unknown'>> {
  const { tx, now } = work
  const [id = '', mark = ''] = share.split('~')
  if (!isSame(mark, markOf(keys, 'share', id))) return refuse('share-unknown')
  const found = await findShare(tx, id)
  if (!found) return refuse('share-unknown')
  const { member_id: memberId, day } = found
  const code = await referralCode(work, keys, memberId)
  const isOwn = visitor.ownMark !== undefined && isSame(visitor.ownMark, ownMark(keys, code))
  const isOld = now.getTime() > startOfDay(day).getTime() + (COUNTS_DAYS + 1) * DAY_MS
  const isPerson = visitor.userAgent !== undefined && !PROGRAM.test(visitor.userAgent)
  if (isPerson && !isOwn && !isOld) await count(work, keys, { id, memberId, visitor })
  return accept({ code })
}

async function count(
  work: Work,
  keys: KeyService,
  { id, memberId, visitor }: { id: string; memberId: string; visitor: Visitor },
): Promise<void> {
  const { tx, now } = work
  const member = await lockMember(tx, memberId) // all that is counted for a member is counted one after another
  const rules = member && (await rulesAt(tx, member.programmeId, now))
  if (!rules?.earn.sharing) return
  const day = dayOf(now)
  const network = networkOf(visitor.address)
  const hashed = (...parts: string[]) => keys.blindIndex('share-visitor', [day, id, ...parts].join('/'))
  const open = { visitor: hashed(visitor.cookie, network), network: hashed(network) }
  if (!(await insertOpen(tx, { shareId: id, ...open, day, most: MOST_OF_NETWORK }))) return
  await reward(work, rules, { id, memberId, month: monthOf(day) })
}

async function reward(
  work: Work,
  rules: Rules,
  { id, memberId, month }: { id: string; memberId: string; month: string },
): Promise<void> {
  const { tx, now } = work
  const { opened, points: givenForShare } = await countOpen(tx, id)
  const givenThisMonth = await pointsOfMonth(tx, memberId, month)
  const points = judgeSharing(rules, { interactions: opened, givenForShare, givenThisMonth })
  if (points === 0n) return
  await addPoints(tx, { memberId, shareId: id, month, points })
  await earnPoints(work, {
    memberId,
    points,
    reason: 'sharing',
    reference: `share:${id}`,
    happenedAt: now,
    expiresAt: expiryOf(rules, now),
    part: 'sharing',
  })
  await audit(work, {
    action: 'share.rewarded',
    subject: `member:${memberId}`,
    details: { shareId: id, opened, points: Number(points) },
  })
}

const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))

/** The first three of four numbers, or the first three of eight groups: a house, not a person. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '')
  if (!isIPv6(plain)) return plain.split('.').slice(0, 3).join('.')
  const [start = '', end = ''] = plain.split('::')
  const zeros = Array.from({ length: Math.max(0, 8 - groups(start).length - groups(end).length) }, () => '0')
  return [...groups(start), ...(plain.includes('::') ? zeros : []), ...groups(end)]
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}
