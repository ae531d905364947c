import { simulatedMaker, type SignedChip, verifyOriginality } from '../../hardware/nfc/originality.ts'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { unhex } from '../../hardware/nfc/bytes.ts'
import { simulatorSignature } from '../../hardware/simulator/originality.ts'

interface Sample {
  readonly chip: SignedChip
  readonly uid: string
  readonly signature: string
}

const { samples } = JSON.parse(
  readFileSync(new URL('../vectors/originality.json', import.meta.url), 'utf8'),
) as { samples: readonly Sample[] }

describe.each(samples)('the genuine $chip with UID $uid', ({ chip, uid, signature }) => {
  test('is told by its signature', () => {
    expect(verifyOriginality(chip, uid, unhex(signature))).toBe(true)
  })

  test('lends its signature to no other UID', () => {
    const other = uid.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(verifyOriginality(chip, other, unhex(signature))).toBe(false)
  })

  test('is refused with one bit of the signature changed', () => {
    const bytes = unhex(signature)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(verifyOriginality(chip, uid, bytes)).toBe(false)
  })
})

const everyKind = [
  'ntag424',
  'desfire',
  'ntag21x',
  'ultralight-ev1',
  'ultralight-aes',
  'classic-ev1',
] as const

describe.each(everyKind)('a simulated %s', (chip) => {
  const uid = '04A3B2C1D0E180'
  const signature = simulatorSignature(chip, uid)

  test('passes only where the simulator is trusted in so many words', () => {
    expect(verifyOriginality(chip, uid, signature)).toBe(false)
    expect(verifyOriginality(chip, uid, signature, [simulatedMaker(chip)])).toBe(true)
  })

  test('has a signature of the length that the chip answers', () => {
    const lengths: Partial<Record<SignedChip, number>> = { ntag424: 56, desfire: 56, 'ultralight-aes': 48 }
    expect(signature).toHaveLength(lengths[chip] ?? 32)
  })
})

test.each([
  ['nothing at all', ''],
  ['only zeros', '00'.repeat(56)],
  ['only ones', 'FF'.repeat(56)],
  ['a signature of another curve', '01'.repeat(32)],
])('a chip that answers %s is not genuine', (_, signature) => {
  expect(verifyOriginality('ntag424', '04A3B2C1D0E180', unhex(signature))).toBe(false)
})
