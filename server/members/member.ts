import type { KeyService } from '../keys/index.ts'
import { audit, type AuditFact } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { phoneIndex, sealIdentity, type Identity } from './identity.ts'
import { findMemberIdByPhoneIndex, insertMember } from './queries.ts'

export interface NewMember extends Identity {
  programmeId: string
  level: string
}

/** `phone`: eleven digits, see `normalisePhone`. */
export const findMemberByPhone = (
  db: Db | Tx,
  keys: KeyService,
  phone: string,
): Promise<string | undefined> => findMemberIdByPhoneIndex(db, phoneIndex(keys, phone))

export const newMemberId = ({ id }: Pick<Work, 'id'>): string => derivedId(id, 'member')

export const addedFact = (memberId: string, level: string): AuditFact => ({
  action: 'member.added',
  subject: `member:${memberId}`,
  details: { level },
})

/**
 * Gives the member of this phone, adding them when the phone is new. Two who add one phone at the same
 * moment end with one member. A known member's name and level stay as they are: nobody has proven to be them.
 */
export async function findOrAddMember(
  work: Work,
  keys: KeyService,
  { programmeId, level, ...identity }: NewMember,
): Promise<{ memberId: string; isNew: boolean }> {
  const known = await findMemberByPhone(work.tx, keys, identity.phone)
  if (known) return { memberId: known, isNew: false }

  const id = newMemberId(work)
  const isNew = await insertMember(
    work.tx,
    { id, programme_id: programmeId, level, joined_at: work.now },
    { ...sealIdentity(keys, id, identity), updated_at: work.now },
  )
  if (isNew) {
    await audit(work, addedFact(id, level))
    return { memberId: id, isNew }
  }
  const first = await findMemberByPhone(work.tx, keys, identity.phone)
  assert(first, 'who was first with a phone is found by it')
  return { memberId: first, isNew }
}
