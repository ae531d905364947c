import { cardsNamedFor, cardsOf, findCard } from '../cards/index.ts';
import { accept, refuse } from '../platform/refusal.ts';
import { balanceOf } from '../points/index.ts';
import { maskedIdentity } from './identity.ts';
import { findMemberByPhone } from './member.ts';
import { normalisePhone } from './phone.ts';
import { hasPin } from './pin-queries.ts';
import { consentsOf, findMember, picturesOf } from './queries.ts';
/** Finds at most one member, by a whole number only: nobody can leaf through the members. */
export async function searchMembers(db, keys, search) {
    const memberId = await findMemberId(db, keys, search);
    if (!memberId.ok)
        return memberId;
    const found = memberId.value && (await showMember(db, keys, memberId.value));
    return accept(found ? [found] : []);
}
async function findMemberId(db, keys, search) {
    if ('cardNumber' in search)
        return accept((await findCard(db, search.cardNumber))?.memberId);
    const phone = normalisePhone(search.phone);
    return phone.ok ? accept(await findMemberByPhone(db, keys, phone.value)) : phone;
}
async function showMember(db, keys, memberId) {
    const member = await findMember(db, memberId);
    const identity = await maskedIdentity(db, keys, memberId);
    if (!member || !identity)
        return undefined;
    return {
        id: member.id,
        programmeId: member.programme_id,
        level: member.level,
        joinedAt: member.joined_at.toISOString(),
        identity,
    };
}
/** What the office sees of a member. Refuses with `member-unknown`. */
export async function describeMember(db, keys, memberId) {
    const shown = await showMember(db, keys, memberId);
    if (!shown)
        return refuse('member-unknown');
    const [cards, points, consents, isPinSet, pictures, namedCards] = await Promise.all([
        cardsOf(db, memberId),
        balanceOf(db, memberId),
        consentsOf(db, memberId),
        hasPin(db, memberId),
        picturesOf(db, memberId),
        cardsNamedFor(db, memberId),
    ]);
    return accept({
        ...shown,
        hasPin: isPinSet,
        consents: consents.map((row) => ({ textVersion: row.text_version, givenAt: row.given_at.toISOString() })),
        cards: cards.map(({ cardNumber, state, level, sharesBalance, suspendedBecause }) => ({
            cardNumber,
            state,
            level,
            sharesBalance,
            isFrozen: suspendedBecause === 'frozen',
        })),
        points,
        namedCards,
        pictures: pictures.map(({ kind, updated_at }) => ({ kind, keptAt: updated_at.toISOString() })),
    });
}
