import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { decryptCbc, zeroIv } from '../../hardware/nfc/aes.ts'
import type { RandomBytes } from '../../hardware/nfc/authenticate.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import type { CardChannel } from '../../hardware/ports.ts'

export interface Authentication {
  readonly source: string
  readonly keyNumber: number
  readonly key: string
  readonly command1?: string
  readonly answer1: string
  readonly rndA: string
  readonly rndB?: string
  readonly command2: string
  readonly answer2: string
  readonly transactionId: string
  readonly commandCounter?: number
  readonly encryptionKey?: string
  readonly macKey?: string
}

interface Exchange {
  readonly source: string
  readonly commandCounter: number
  readonly command: string
  readonly answer: string
}

export interface Vectors {
  readonly authenticateFirst: readonly Authentication[]
  readonly authenticateNonFirst: readonly Authentication[]
  readonly commands: {
    readonly getFileSettings: Exchange & { readonly macKey: string; readonly transactionId: string }
    readonly writeNdefFull: Exchange
    readonly changeFileSettings: Exchange & { readonly data: string }
    readonly writeFile3Full: Exchange & { readonly data: string }
    readonly writeContainerPlain: Exchange
    readonly changeKey2: Exchange & {
      readonly oldKey: string
      readonly newKey: string
      readonly crc32: string
    }
    readonly changeKey0: Exchange & { readonly newKey: string }
    readonly getCardUid: Exchange & {
      readonly macKey: string
      readonly encryptionKey: string
      readonly transactionId: string
      readonly uid: string
    }
  }
  readonly sun: {
    readonly sessionKeys: {
      readonly fileReadKey: string
      readonly uid: string
      readonly counter: number
      readonly macKey: string
    }
    readonly emptyMacInput: SunVector & { readonly macKey: string }
    readonly encryptedFile: SunVector & { readonly macInput: string; readonly file: string }
    readonly encryptedFileAlone: {
      readonly key: string
      readonly uid: string
      readonly counter: number
      readonly encrypted: string
      readonly file: string
    }
  }
}

interface SunVector {
  readonly url: string
  readonly key: string
  readonly uid: string
  readonly counter: number
}

export const readVectors = (name: 'ntag424' | 'an10922' | 'lrp'): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'))

/** A card that answers exactly these commands in this order, and nothing else. */
export function transcript(
  ...exchanges: readonly (readonly [command: string, answer: string])[]
): CardChannel {
  const left = [...exchanges]
  return {
    transmit: (apdu) => {
      const next = left.shift()
      expect(hex(apdu)).toBe(next?.[0])
      return Promise.resolve(unhex(next?.[1] ?? ''))
    },
  }
}

/** Random numbers drawn in this order. */
export function drawn(...values: readonly string[]): RandomBytes {
  const left = [...values]
  return (length) => {
    const value = unhex(left.shift() ?? '')
    expect(value).toHaveLength(length)
    return value
  }
}

/** The card's challenge, from the vector or out of its first answer. */
export const challengeOf = (vector: Authentication): string =>
  vector.rndB ?? hex(decryptCbc(unhex(vector.key), zeroIv, unhex(vector.answer1).slice(0, 16)))
