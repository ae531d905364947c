import { sql } from 'kysely'
import { open, type KeyService } from '../keys/index.ts'
import { identifyMembers, normalisePhone } from '../members/index.ts'
import { actorName, staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { countWrongGuess, hasGuessedTooMuch } from '../platform/guesses.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { plain } from './cells.ts'
import { customerIndex } from './planning.ts'
import type { Claim, Claimed } from './schema.ts'
import { nameContext } from './writing.ts'

export const CLAIM_REFUSALS = [
  'phone-invalid',
  'claim-tries-used-up',
  'customer-unknown',
  'customer-claimed',
  'name-needed',
  'phone-of-another-member',
] as const

/**
 * Somebody who was known by a customer number only has come and gives their phone: from now on they are found by it, with
 * all their history. That they are this customer is for the staff to see; a number that nobody has is counted, so that none
 * is found by trying. Refuses in the order of `CLAIM_REFUSALS`.
 */
export async function claimCustomer(
  work: Work,
  keys: KeyService,
  { customer, phone: typed, name: given }: Claim,
): Promise<Result<Claimed, (typeof CLAIM_REFUSALS)[number]>> {
  const { tx, now } = work
  const phone = normalisePhone(typed)
  if (!phone.ok) return phone
  const guessing = { guesser: `claim/${actorName(work.actor)}`, now }
  if (await hasGuessedTooMuch(tx, guessing)) return refuse('claim-tries-used-up')
  const keyIndex = customerIndex(keys, plain(customer))
  const known = await tx
    .selectFrom('customer_keys')
    .select(['member_id', 'wrapped_key', 'sealed_name'])
    .where('key_index', '=', Buffer.from(keyIndex))
    .forUpdate()
    .executeTakeFirst()
  if (!known) {
    await countWrongGuess(tx, guessing)
    return refuseAndKeep('customer-unknown')
  }
  const { member_id: memberId, wrapped_key: wrapped, sealed_name: sealedName } = known
  if (await hasIdentity(work, memberId)) return refuse('customer-claimed')
  const kept =
    wrapped && sealedName
      ? Buffer.from(open(keys.openMemberKey(memberId, wrapped), sealedName, nameContext(memberId))).toString()
      : undefined
  const name = given?.trim() ?? kept
  if (!name) return refuse('name-needed')
  if (!(await identifyMembers(work, keys, [{ memberId, name, phone: phone.value }])))
    return refuse('phone-of-another-member')
  await tx
    .updateTable('customer_keys')
    .set({ claimed_at: now, claimed_by: staffOf(work.actor), wrapped_key: null, sealed_name: null })
    .where('member_id', '=', memberId)
    .execute()
  await audit(work, { action: 'member.claimed', subject: `member:${memberId}` })
  const { rows } = await sql<{ spent: bigint; purchases: number }>`
    SELECT coalesce(sum(paid_fen), 0)::bigint AS spent, count(*)::int AS purchases
      FROM purchases WHERE member_id = ${memberId} AND import_id IS NOT NULL`.execute(tx)
  return accept({ memberId, spentFen: Number(rows[0]?.spent ?? 0n), purchases: rows[0]?.purchases ?? 0 })
}

const hasIdentity = async ({ tx }: Work, memberId: string): Promise<boolean> =>
  (await tx
    .selectFrom('member_identities')
    .select('member_id')
    .where('member_id', '=', memberId)
    .executeTakeFirst()) !== undefined
