import { cmac, unsafe } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aesCmac } from '../../hardware/nfc/aes-cmac.ts'
import { expandKey, newBlock, newRoundKeys } from '../../hardware/nfc/aes-words.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'

const key = unhex('2B7E151628AED2A6ABF7158809CF4F3C')
const message = unhex(
  '6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710',
)

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

function expanded(ofKey: Uint8Array): Uint32Array {
  const [roundKeys, block] = [newRoundKeys(), newBlock()]
  block.bytes.set(ofKey)
  expandKey(roundKeys, block.words)
  return roundKeys
}

describe('AES-CMAC', () => {
  // RFC 4493 §4, which are NIST SP 800-38B's too.
  test.each([
    [0, 'BB1D6929E95937287FA37D129B756746'],
    [16, '070A16B46B4D4144F79BDD9DD04A287C'],
    [40, 'DFA66747DE9AE63030CA32611497C827'],
    [64, '51F0BEBF7E3B9D92FC49741779363CFE'],
  ])('of %i bytes is as RFC 4493 has it', (length, expected) => {
    expect(hex(aesCmac(key, message.subarray(0, length)))).toBe(expected)
  })

  test('is what the library computes, for keys and messages of any value', () => {
    fc.assert(
      fc.property(bytesOf(16), fc.uint8Array({ maxLength: 100 }), (anyKey, bytes) => {
        expect(aesCmac(anyKey, bytes)).toEqual(cmac(bytes, anyKey))
      }),
    )
  })

  test('refuses a key of another length', () => {
    expect(() => aesCmac(new Uint8Array(32), message)).toThrow(RangeError)
  })
})

describe('AES-128 in words', () => {
  // FIPS 197 appendix A.1: w4, w8 and the last, w43.
  test('expands a key as FIPS 197 has it', () => {
    const words = new DataView(expanded(key).buffer)
    const at = (word: number) => words.getUint32(4 * word, false).toString(16)
    expect([at(4), at(8), at(43)]).toEqual(['a0fafe17', 'f2c295f2', 'b6630ca6'])
  })

  test('expands any key as the library does', () => {
    fc.assert(
      fc.property(bytesOf(16), (anyKey) => {
        expect(expanded(anyKey)).toEqual(unsafe.expandKeyLE(anyKey))
      }),
    )
  })
})
