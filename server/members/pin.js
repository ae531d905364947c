import { hash, verify } from '@node-rs/argon2';
import { audit } from '../platform/audit.ts';
import { minutesAfter } from '../platform/clock.ts';
import { accept, refuse, refuseAndKeep } from '../platform/refusal.ts';
import { countWrongPin, forgetWrongPins, lockPin, savePin } from './pin-queries.ts';
/** OWASP's recommendation for argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const TRIES = 5;
const LOCK_MINUTES = 15;
/** Six digits are guessed in a second from a stolen table, so what is hashed is keyed first. */
const keyed = (keys, { memberId, pin }) => Buffer.from(keys.blindIndex('pin', `${memberId}:${pin}`)).toString('base64');
const isTooSimple = (pin) => /^(\d)\1*$/.test(pin) || '01234567890'.includes(pin) || '09876543210'.includes(pin);
/** Sets or replaces a member's PIN and lifts a lock. The caller has proven the member by a one-time code. */
export async function setPin(work, keys, attempt) {
    if (isTooSimple(attempt.pin))
        return refuse('pin-too-simple');
    await savePin(work.tx, {
        memberId: attempt.memberId,
        hash: await hash(keyed(keys, attempt), COST),
        now: work.now,
    });
    await audit(work, { action: 'member.pin-set', subject: `member:${attempt.memberId}` });
    return accept(null);
}
/**
 * Checks a PIN; refuses in this order: `pin-not-set`, `pin-locked`, `pin-wrong`. Attempts wait for each
 * other, and the fifth wrong one in a row locks for 15 minutes. A wrong attempt keeps its effects.
 */
export async function checkPin(work, keys, attempt) {
    const { memberId } = attempt;
    const known = await lockPin(work.tx, memberId);
    if (!known)
        return refuse('pin-not-set');
    if (known.lockedUntil && known.lockedUntil > work.now)
        return refuse('pin-locked');
    if (!(await verify(known.hash, keyed(keys, attempt)))) {
        const hasTriesLeft = known.failedAttempts + 1 < TRIES;
        const lockedUntil = hasTriesLeft ? null : minutesAfter(work.now, LOCK_MINUTES);
        await countWrongPin(work.tx, memberId, lockedUntil);
        if (lockedUntil)
            await audit(work, { action: 'member.pin-locked', subject: `member:${memberId}` });
        return refuseAndKeep('pin-wrong');
    }
    if (known.failedAttempts > 0)
        await forgetWrongPins(work.tx, memberId);
    return accept(null);
}
