import { describe, expect, test } from 'vitest'
import { diversifyKey, ntag424KeyInput } from '../../hardware/nfc/an10922.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { readVectors } from './transcript.ts'

interface Diversification {
  readonly source: string
  readonly masterKey: string
  readonly input: string
  readonly key: string
}

const { vectors } = readVectors('an10922') as { readonly vectors: readonly Diversification[] }
const isLongEnough = ({ input }: Diversification) => input.length >= 32

describe('a diversified key', () => {
  test.each(vectors.filter(isLongEnough))('is that of $source for $input', ({ masterKey, input, key }) => {
    expect(hex(diversifyKey(unhex(masterKey), unhex(input)))).toBe(key)
  })

  test.each(vectors.filter((vector) => !isLongEnough(vector)))(
    'is refused for the short input $input, where plain CMAC would differ from the note',
    ({ masterKey, input }) => {
      expect(() => diversifyKey(unhex(masterKey), unhex(input))).toThrow(RangeError)
    },
  )

  test('differs by card, by key number and by generation', () => {
    const master = unhex('00112233445566778899AABBCCDDEEFF')
    const inputs = [
      { uid: '04A3B2C1D0E180', number: 2, version: 1 },
      { uid: '04A3B2C1D0E181', number: 2, version: 1 },
      { uid: '04A3B2C1D0E180', number: 3, version: 1 },
      { uid: '04A3B2C1D0E180', number: 2, version: 2 },
    ].map(ntag424KeyInput)
    expect(inputs.map(({ length }) => length)).toEqual([16, 16, 16, 16])
    expect(new Set(inputs.map((input) => hex(diversifyKey(master, input)))).size).toBe(4)
  })
})
