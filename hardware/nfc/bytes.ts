/** The byte arithmetic that card protocols are written in. Hex is upper case everywhere, as on the chip's own mirrors. */

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

/** Throws a RangeError when the text is not whole hex bytes; never repeats the text, which may be a key. */
export function unhex(text: string): Uint8Array {
  if (!/^([0-9A-Fa-f]{2})*$/.test(text)) throw new RangeError('not hexadecimal')
  return new Uint8Array(Buffer.from(text, 'hex'))
}

export const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

export const xor = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  left.map((byte, index) => byte ^ (right[index] ?? 0))

export function littleEndian(value: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = value
  for (let index = 0; index < length; index += 1, rest = Math.floor(rest / 256)) bytes[index] = rest % 256
  return bytes
}

export const fromLittleEndian = (bytes: Uint8Array): number =>
  bytes.reduce((value, byte, index) => value + byte * 256 ** index, 0)

export const rotateLeft = (bytes: Uint8Array): Uint8Array => concat(bytes.subarray(1), bytes.subarray(0, 1))
