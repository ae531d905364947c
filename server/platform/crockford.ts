/** Crockford's base 32: digits and capitals without I, L, O and U, so that people read and say codes without mistakes. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** @returns the first `length` characters of these bytes, one per byte's low five bits */
export const crockford = (bytes: Uint8Array, length: number): string =>
  Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte & 31]).join('')

/** What somebody typed, as it was meant: hyphens, small letters and look-alikes forgiven. */
export const readCrockford = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0')
