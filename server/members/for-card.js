import { nameCard } from '../cards/index.ts';
import { refuse } from '../platform/refusal.ts';
import { readIdentity } from './identity.ts';
import { openPicture } from './pictures.ts';
import { findMember } from './queries.ts';
/** The fields of a design that a member fills. */
export const MEMBER_FIELDS = ['memberName', 'memberSince', 'photo', 'signature'];
/**
 * What a card shows of a member: pictures as `data:` addresses, left out where nobody took them. It goes into the print
 * and nowhere else.
 */
export async function memberOnCard(db, keys, memberId) {
    const [identity, member] = [await readIdentity(db, keys, memberId), await findMember(db, memberId)];
    if (!identity || !member)
        return {};
    const pictures = [];
    for (const kind of ['photo', 'signature']) {
        const opened = await openPicture(db, keys, { memberId, kind });
        if (!opened.ok)
            continue;
        const { mediaType, bytes } = opened.value;
        pictures.push([kind, `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`]);
    }
    return {
        memberName: identity.name,
        memberSince: member.joined_at.toISOString().slice(0, 10),
        ...Object.fromEntries(pictures),
    };
}
/** Lets a card be printed for this member and given to nobody else. Refuses with `member-unknown`, then as `NAME_REFUSALS`. */
export async function nameCardFor(work, { memberId, cardNumber }) {
    const member = await findMember(work.tx, memberId);
    if (!member)
        return refuse('member-unknown');
    const holder = { id: memberId, programmeId: member.programme_id, level: member.level };
    return nameCard(work, { cardNumber, holder });
}
