import { accept, refuse } from '../platform/refusal.ts';
/** YD/T 3-series numbering of mainland China: 1, then 3–9, then nine digits. */
const MOBILE = /^1[3-9]\d{9}$/;
/** @returns the eleven digits of a mobile number, however it was typed, or `phone-invalid` */
export function normalisePhone(typed) {
    const digits = typed
        .normalize('NFKC')
        .replace(/[\s().-]/g, '')
        .replace(/^(\+|00)?86(?=1\d{10}$)/, '');
    return MOBILE.test(digits) ? accept(digits) : refuse('phone-invalid');
}
