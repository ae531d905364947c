import { audit } from '../platform/audit.ts';
import { assert } from '../platform/errors.ts';
import { derivedId } from '../platform/ids.ts';
import { phoneIndex, sealIdentity } from './identity.ts';
import { findMemberIdByPhoneIndex, insertMember } from './queries.ts';
/** `phone`: eleven digits, see `normalisePhone`. */
export const findMemberByPhone = (db, keys, phone) => findMemberIdByPhoneIndex(db, phoneIndex(keys, phone));
/**
 * Gives the member of this phone, adding them when the phone is new. Two who add one phone at the same
 * moment end with one member. A known member's name and level stay as they are: nobody has proven to be them.
 */
export async function findOrAddMember(work, keys, { programmeId, level, ...identity }) {
    const known = await findMemberByPhone(work.tx, keys, identity.phone);
    if (known)
        return { memberId: known, isNew: false };
    const id = derivedId(work.id, 'member');
    const isNew = await insertMember(work.tx, { id, programme_id: programmeId, level, joined_at: work.now }, { ...sealIdentity(keys, id, identity), updated_at: work.now });
    if (isNew) {
        await audit(work, { action: 'member.added', subject: `member:${id}`, details: { level } });
        return { memberId: id, isNew };
    }
    const first = await findMemberByPhone(work.tx, keys, identity.phone);
    assert(first, 'who was first with a phone is found by it');
    return { memberId: first, isNew };
}
