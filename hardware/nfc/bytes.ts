/** The byte arithmetic that card protocols are written in. Hex is upper case everywhere, as on the chip's own mirrors. */

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

/** Throws a RangeError when the text is not whole hex bytes; never repeats the text, which may be a key. */
export function unhex(text: string): Uint8Array {
  if (!/^([0-9A-Fa-f]{2})*$/.test(text)) throw new RangeError('not hexadecimal')
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))

export const xor = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  left.map((byte, index) => byte ^ (right[index] ?? 0))

export const littleEndian = (value: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) % 256)

export const fromLittleEndian = (bytes: Uint8Array): number =>
  bytes.reduce((value, byte, index) => value + byte * 256 ** index, 0)

export const rotateLeft = (bytes: Uint8Array): Uint8Array => concat(bytes.subarray(1), bytes.subarray(0, 1))
