import { findCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { findMemberByPhone, normalisePhone } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { crockford, readCrockford } from '../platform/crockford.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertIntroduction, introducersAbove, keepCode, memberOfCode } from './queries.ts'

const CODE_LENGTH = 10

/** What a member tells a friend; follows from the member under our key and tells nothing about them. */
const codeOf = (keys: KeyService, memberId: string): string =>
  crockford(keys.blindIndex('referral-code', memberId), CODE_LENGTH)

/** As `codeOf`, and kept, so that it is known again when a friend names it. */
export async function referralCode(
  { tx }: Pick<Work, 'tx'>,
  keys: KeyService,
  memberId: string,
): Promise<string> {
  const code = codeOf(keys, memberId)
  await keepCode(tx, memberId, code)
  return code
}

/**
 * Whose card number, phone or code a new member has named. Refuses with `introducer-unknown`.
 * @returns undefined where nobody was named
 */
export async function findIntroducer(
  db: Db | Tx,
  keys: KeyService,
  named: string | undefined,
): Promise<Result<string | undefined, 'introducer-unknown'>> {
  if (named === undefined || named.trim() === '') return accept(undefined)
  const memberId = await memberNamed(db, keys, named.normalize('NFKC').trim())
  return memberId ? accept(memberId) : refuse('introducer-unknown')
}

async function memberNamed(db: Db | Tx, keys: KeyService, named: string): Promise<string | undefined> {
  const digits = named.replaceAll(/[\s-]/g, '')
  if (/^9156\d{12}$/.test(digits)) return (await findCard(db, digits))?.memberId ?? undefined
  const phone = normalisePhone(named)
  if (phone.ok) return findMemberByPhone(db, keys, phone.value)
  return memberOfCode(db, readCrockford(named))
}

/** Notes who brought a member who has just joined. Nobody brings themselves, nor who brought them. */
export async function noteIntroduction(
  work: Work,
  { friendId, introducerId }: { friendId: string; introducerId: string },
): Promise<void> {
  const { tx, now } = work
  const isCircle = introducerId === friendId || (await introducersAbove(tx, introducerId)).includes(friendId)
  if (isCircle) return
  await insertIntroduction(tx, { friend_id: friendId, introducer_id: introducerId, introduced_at: now })
  await audit(work, {
    action: 'member.introduced',
    subject: `member:${friendId}`,
    details: { introducerId },
  })
}
