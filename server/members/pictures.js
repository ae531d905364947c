import { open, seal } from '../keys/index.ts';
import { audit } from '../platform/audit.ts';
import { accept, refuse } from '../platform/refusal.ts';
import { deletePicture, findIdentity, findPicture, upsertPicture } from './queries.ts';
const contextOf = (memberId, kind) => `member-picture:${memberId}/${kind}`;
/**
 * Keeps a member's photo or signature, sealed with the member's key, in place of an earlier one. Refuses with
 * `member-unknown`, then as it was `read`: before the command, because a large one takes a while to unpack.
 */
export async function keepPicture(work, keys, read, { memberId, kind }) {
    const identity = await findIdentity(work.tx, memberId);
    if (!identity)
        return refuse('member-unknown');
    if (!read.ok)
        return read;
    const key = keys.openMemberKey(memberId, identity.wrapped_key);
    await upsertPicture(work.tx, {
        member_id: memberId,
        kind,
        media_type: read.value.mediaType,
        sealed: seal(key, read.value.bytes, contextOf(memberId, kind)),
        updated_at: work.now,
    });
    await audit(work, { action: 'member.picture-kept', subject: `member:${memberId}`, details: { kind } });
    return accept({ memberId, kind });
}
/** Deletes a member's photo or signature. Refuses with `member-picture-unknown`. */
export async function forgetPicture(work, { memberId, kind }) {
    if (!(await deletePicture(work.tx, memberId, kind)))
        return refuse('member-picture-unknown');
    await audit(work, { action: 'member.picture-forgotten', subject: `member:${memberId}`, details: { kind } });
    return accept({ memberId, kind });
}
/** Opens a member's photo or signature. Refuses with `member-picture-unknown`. */
export async function openPicture(db, keys, { memberId, kind }) {
    const [identity, picture] = [await findIdentity(db, memberId), await findPicture(db, memberId, kind)];
    if (!identity || !picture)
        return refuse('member-picture-unknown');
    const key = keys.openMemberKey(memberId, identity.wrapped_key);
    return accept({
        mediaType: picture.media_type,
        bytes: open(key, picture.sealed, contextOf(memberId, kind)),
    });
}
