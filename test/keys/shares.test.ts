import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstGeneration, retire, rotate } from '../../server/keys/generations.ts'
import { readShare, shareCheckValue, shareText } from '../../server/keys/share-text.ts'
import { combineShares, misfit, splitRoots } from '../../server/keys/shares.ts'

const faultNamed = (code: string) => expect.objectContaining({ code })
const subsets = <T>(all: readonly T[], size: number): T[][] =>
  size === 0
    ? [[]]
    : all.flatMap((one, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [one, ...rest]))

const roots = retire(rotate(rotate([firstGeneration()])), 1)
const plain = (generations: typeof roots) =>
  generations.map(({ root, ...rest }) => ({ ...rest, root: Buffer.from(root).toString('hex') }))

test('any three of five shares give every generation back with its state', async () => {
  const shares = await splitRoots(roots, { needed: 3, total: 5 })
  const choices = subsets(shares, 3)
  expect(choices).toHaveLength(10)
  for (const choice of choices) expect(plain(await combineShares(choice))).toEqual(plain(roots))
  expect(plain(await combineShares(shares))).toEqual(plain(roots))
})

test('fewer shares than needed are refused, and do not fit together whatever they claim', async () => {
  const shares = (await splitRoots(roots, { needed: 3, total: 5 })).slice(0, 2)
  await expect(combineShares(shares)).rejects.toThrow(faultNamed('shares-too-few'))
  await expect(combineShares([])).rejects.toThrow(faultNamed('shares-too-few'))
  const claimed = shares.map((share) => ({ ...share, needed: 2 }))
  await expect(combineShares(claimed)).rejects.toThrow(faultNamed('shares-forged'))
})

test('a forged share is found out when they are put together', async () => {
  const [first, second] = await splitRoots(roots, { needed: 2, total: 3 })
  const forged = {
    ...second!,
    part: Uint8Array.from(second!.part, (byte, index) => (index === 3 ? byte ^ 1 : byte)),
  }
  await expect(combineShares([first!, forged])).rejects.toThrow(faultNamed('shares-forged'))
})

test('a share of another splitting, or one given twice, is named', async () => {
  const [first, second] = await splitRoots(roots, { needed: 2, total: 3 })
  const [other] = await splitRoots(roots, { needed: 2, total: 3 })
  expect(misfit(first!, [])).toBeUndefined()
  expect(misfit(second!, [first!])).toBeUndefined()
  expect(misfit(other!, [first!])).toBe(`belongs to set ${other!.set}, and the others to set ${first!.set}`)
  expect(misfit(first!, [first!])).toContain('given already')
  expect(misfit({ ...second!, needed: 3 }, [first!])).toContain('not of the same splitting')
})

test.each([
  { needed: 1, total: 3 },
  { needed: 4, total: 3 },
  { needed: 2, total: 17 },
  { needed: 2.5, total: 3 },
])('$needed of $total shares is no splitting', async (wish) => {
  await expect(splitRoots(roots, wish)).rejects.toThrow(faultNamed('shares-unfit'))
})

describe('a share on paper', () => {
  const share = fc.record({
    set: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    number: fc.integer({ min: 1, max: 16 }),
    needed: fc.integer({ min: 2, max: 16 }),
    total: fc.integer({ min: 2, max: 16 }),
    part: fc.uint8Array({ minLength: 1, maxLength: 120 }).map((bytes) => Buffer.from(bytes)),
  })

  test('is read as it was written, also in small letters, without spaces and with look-alikes', () => {
    fc.assert(
      fc.property(share, (written) => {
        const text = shareText(written)
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5} )*[0-9A-HJKMNP-TV-Z]{1,5}$/)
        const typed = text.toLowerCase().replaceAll(' ', '').replaceAll('0', 'o').replaceAll('1', 'l')
        expect(readShare(typed)).toEqual(written)
      }),
    )
  })

  test('is refused when one character is wrong, missing or swapped with its neighbour', async () => {
    const [written] = await splitRoots(roots, { needed: 2, total: 2 })
    const text = shareText(written!).replaceAll(' ', '')
    for (let at = 0; at < text.length; at += 1) {
      const wrong = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      const missing = text.slice(0, at) + text.slice(at + 1)
      expect(() => readShare(wrong)).toThrow(faultNamed('share-mistyped'))
      expect(() => readShare(missing)).toThrow(faultNamed('share-mistyped'))
      const swapped = text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
      if (swapped !== text) expect(() => readShare(swapped)).toThrow(faultNamed('share-mistyped'))
    }
    for (const nonsense of ['', 'A', '我', text + text]) {
      expect(() => readShare(nonsense)).toThrow(faultNamed('share-mistyped'))
    }
  })

  test('has a check value of its own, which stays the same', async () => {
    const shares = await splitRoots(roots, { needed: 2, total: 5 })
    const values = shares.map(shareCheckValue)
    expect(new Set(values).size).toBe(5)
    expect(values).toEqual(shares.map((one) => shareCheckValue(readShare(shareText(one)))))
  })
})
