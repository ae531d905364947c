import { pad } from '../../hardware/nfc/aes.ts'
import { ascii, xor } from '../../hardware/nfc/bytes.ts'
import { overhear } from './overheard.ts'
import type { Exchange } from './recording.ts'

const LENGTH = 16
const filled = (byte: number): Uint8Array => new Uint8Array(LENGTH).fill(byte)

/** Keys that anybody tries first: the factory's, counting bytes, data sheets' examples. */
export const wellKnown: readonly Uint8Array[] = [
  filled(0),
  filled(0xff),
  filled(0x11),
  filled(0xaa),
  Uint8Array.from({ length: LENGTH }, (_, index) => index),
  Uint8Array.from({ length: LENGTH }, (_, index) => 0x40 + index),
  ascii('BREAKMEIFYOUCAN!'),
]

/** Every run of 16 bytes that passed, across commands and answers too, once each. */
export function windowsOf(batch: readonly (readonly Exchange[])[]): Uint8Array[] {
  const windows = new Map<string, Uint8Array>()
  for (const { stream } of batch.map(overhear))
    for (let start = 0; start + LENGTH <= stream.length; start += 1) {
      const window = stream.slice(start, start + LENGTH)
      windows.set(keyOf(window), window)
    }
  return [...windows.values()]
}

/** Blocks that are often inside what is encrypted: nothing but ones, and nothing but padding. */
export const knownBlocks: readonly Uint8Array[] = [filled(0xff), pad(new Uint8Array())]

/** The windows as they are, and mixed with what is known. */
export const guessesFrom = (windows: readonly Uint8Array[], known: readonly Uint8Array[]): Uint8Array[] => [
  ...windows,
  ...known.flatMap((block) => windows.map((window) => xor(window, block))),
]

/**
 * How a secret could be put together from what passed: as a piece of it, as two pieces mixed, or as a piece mixed with
 * one byte throughout. It takes the secret itself to look for that, so it is stronger than any guessing.
 */
export function isMadeOf(windows: readonly Uint8Array[], secret: Uint8Array): boolean {
  const pieces = new Set(windows.map(keyOf))
  return windows.some((window) => {
    const rest = xor(window, secret)
    return pieces.has(keyOf(rest)) || rest.every((byte) => byte === rest[0])
  })
}

const keyOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
