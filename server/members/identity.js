import { open, seal } from '../keys/index.ts';
import { mask } from './masking.ts';
import { findIdentity } from './queries.ts';
const CONTEXT = { name: 'member-name', phone: 'member-phone', birthday: 'member-birthday' };
/** Seals who a member is with a new key of their own: destroying that key forgets them. */
export function sealIdentity(keys, memberId, identity) {
    const { plain: key, wrapped } = keys.newMemberKey(memberId);
    const sealed = (field, value) => seal(key, Buffer.from(value), `${CONTEXT[field]}:${memberId}`);
    return {
        member_id: memberId,
        wrapped_key: wrapped,
        sealed_name: sealed('name', identity.name),
        sealed_phone: sealed('phone', identity.phone),
        sealed_birthday: identity.birthday === undefined ? null : sealed('birthday', identity.birthday),
        phone_index: phoneIndex(keys, identity.phone),
    };
}
export const phoneIndex = (keys, phone) => keys.blindIndex('phone', phone);
/** Opens who a member is; undefined for a stranger. What it returns goes to no log, event, audit entry or stored answer. */
export async function readIdentity(db, keys, memberId) {
    const row = await findIdentity(db, memberId);
    if (!row)
        return undefined;
    const key = keys.openMemberKey(memberId, row.wrapped_key);
    const opened = (field, sealed) => Buffer.from(open(key, sealed, `${CONTEXT[field]}:${memberId}`)).toString();
    return {
        name: opened('name', row.sealed_name),
        phone: opened('phone', row.sealed_phone),
        ...(row.sealed_birthday ? { birthday: opened('birthday', row.sealed_birthday) } : {}),
    };
}
/** @returns 王* and 138****5678; undefined for a stranger */
export async function maskedIdentity(db, keys, memberId) {
    const identity = await readIdentity(db, keys, memberId);
    return identity && mask(identity);
}
