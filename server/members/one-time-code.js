import { randomInt, timingSafeEqual } from 'node:crypto';
import { sendMessage } from '../messages/index.ts';
import { audit } from '../platform/audit.ts';
import { minutesAfter } from '../platform/clock.ts';
import { assert } from '../platform/errors.ts';
import { derivedId } from '../platform/ids.ts';
import { accept, refuse, refuseAndKeep } from '../platform/refusal.ts';
import { codesThatCount, refuseCode } from './one-time-code-limits.ts';
import { codesSince, countWrongCode, insertCode, lockNewestCode, useCode } from './one-time-code-queries.ts';
import { readIdentity } from './identity.ts';
import { lockMember } from './queries.ts';
const VALID_MINUTES = 5;
const TRIES = 5;
const hashOf = (keys, id, code) => keys.blindIndex('one-time-code', `${id}:${code}`);
/** Says what the code does where somebody may have asked for it who has only seen the card. */
function wording(code, { at }) {
    const zh = at ? '有人在自助机上出示了您的会员卡，若不是您，请不要理会。' : '';
    const en = at ? ' Somebody showed your card at a kiosk: if it was not you, do nothing.' : '';
    return `验证码 ${code}，${VALID_MINUTES} 分钟内有效，请勿告诉任何人。${zh}Your code is ${code}, valid for ${VALID_MINUTES} minutes. Tell nobody.${en}`;
}
/**
 * Sends six digits to the member's phone. Only the newest code of a purpose, and of a place, counts. Refuses with
 * `code-sent-recently` within a minute of the last one, then with `too-many-codes`: see `refuseCode`.
 */
export async function sendOneTimeCode(work, { keys, jobs }, use) {
    const { memberId, purpose, at } = use;
    await lockMember(work.tx, memberId);
    const sent = await codesSince(work.tx, memberId, codesThatCount(work.now));
    const tooMany = refuseCode(sent, { at, now: work.now });
    if (tooMany)
        return refuse(tooMany);
    const identity = await readIdentity(work.tx, keys, memberId);
    assert(identity, 'whoever is sent a code has an identity');
    const id = derivedId(work.id, 'one-time-code');
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const expiresAt = minutesAfter(work.now, VALID_MINUTES);
    await insertCode(work.tx, {
        id,
        member_id: memberId,
        purpose,
        session_id: at?.sessionId ?? null,
        kiosk_id: at?.kioskId ?? null,
        code_hash: hashOf(keys, id, code),
        expires_at: expiresAt,
        used_at: null,
        created_at: work.now,
    });
    await sendMessage(work, { keys, jobs }, { channel: 'sms', to: identity.phone, text: wording(code, use) });
    await audit(work, { action: 'code.sent', subject: `member:${memberId}`, details: { purpose } });
    return accept({ expiresAt });
}
/**
 * Checks the newest code of a purpose and a place and uses it up. Refuses in this order: `code-expired` (none, too old,
 * or used), `code-locked` (five wrong tries), `code-wrong`, which keeps its effects.
 */
export async function checkOneTimeCode(work, keys, attempt) {
    const { memberId, purpose } = attempt;
    const newest = await lockNewestCode(work.tx, attempt);
    if (!newest || newest.used_at || newest.expires_at <= work.now)
        return refuse('code-expired');
    if (newest.failed_attempts >= TRIES)
        return refuse('code-locked');
    if (!timingSafeEqual(hashOf(keys, newest.id, attempt.code), newest.code_hash)) {
        await countWrongCode(work.tx, newest.id);
        return refuseAndKeep('code-wrong');
    }
    await useCode(work.tx, newest.id, work.now);
    await audit(work, { action: 'code.used', subject: `member:${memberId}`, details: { purpose } });
    return accept(null);
}
