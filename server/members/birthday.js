import { dayOf } from '../platform/clock.ts';
import { accept, refuse } from '../platform/refusal.ts';
const OLDEST = '1900-01-01';
/** Refuses with `birthday-invalid` what no living person's birthday can be. Days are YYYY-MM-DD. */
export function checkBirthday(birthday, now) {
    if (birthday === undefined)
        return accept(birthday);
    return birthday >= OLDEST && birthday <= dayOf(now) ? accept(birthday) : refuse('birthday-invalid');
}
