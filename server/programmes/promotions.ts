import type { Sentence } from '../platform/schema.ts'
import { apportion } from './apportion.ts'
import type { Promotion } from './rules-schema.ts'
import { rateWords, yuan } from './wording.ts'

export interface PromotableLine {
  unitPriceFen: number
  quantity: number
  isSpecialPrice: boolean
  category?: string
}

/** What a promotion leaves of each line, in parts of a fen, and how each line says so; undefined: not touched. */
export interface Promoted {
  lines: ({ parts: bigint; words: Sentence } | undefined)[]
  total: bigint
}

/** Between two days, both inclusive; days compare as they are written. */
export const isOn = ({ from, until }: { from: string | null; until: string | null }, day: string): boolean =>
  (from === null || from <= day) && (until === null || day <= until)

/** A counter's standing rate, written as the promotion that it is. */
export const standingPromotion = (ratePerMille: number): Promotion => ({
  nameZh: '专柜活动',
  nameEn: "Counter's promotion",
  categories: [],
  from: null,
  until: null,
  offer: { kind: 'percent', ratePerMille },
})

/** Works a promotion out for tag prices given in parts (`partsPerFen`). Special-price goods take no part. */
export function promote(
  { nameZh, nameEn, categories, offer }: Promotion,
  lines: readonly PromotableLine[],
  partsPerFen: bigint,
): Promoted {
  const names = { zh: nameZh, en: nameEn }
  const isIn = lines.map(
    ({ isSpecialPrice, category }) =>
      !isSpecialPrice &&
      (categories.length === 0 || (category !== undefined && categories.includes(category))),
  )
  const tags = lines.map(({ unitPriceFen, quantity }) => BigInt(unitPriceFen) * BigInt(quantity))
  const taking = tags.map((tag, index) => (isIn[index] ? tag : 0n))
  const result = ((): Promoted['lines'] => {
    switch (offer.kind) {
      case 'percent': {
        const rate = rateWords(offer.ratePerMille)
        const words = { zh: `${names.zh} ${rate.zh}`, en: `${names.en}, ${rate.en}` }
        return tags.map((tag, index) =>
          isIn[index]
            ? { parts: (tag * partsPerFen * BigInt(offer.ratePerMille)) / 1000n, words }
            : undefined,
        )
      }
      case 'amount': {
        const base = taking.reduce((all, tag) => all + tag, 0n)
        const full = base / BigInt(offer.everyFen)
        const off = BigInt(offer.offFen) * (offer.repeats || full === 0n ? full : 1n)
        const each = yuan(BigInt(offer.everyFen))
        const less = yuan(BigInt(offer.offFen))
        const words = (share: bigint): Sentence => ({
          zh: `${names.zh} ${offer.repeats ? '每' : ''}满 ${each} 减 ${less}，本行减 ${yuan(share)}`,
          en: `${names.en}, ${less} off ${offer.repeats ? 'each full' : 'from'} ${each}, ${yuan(share)} of it here`,
        })
        return reduced(apportion(off, taking), words)
      }
      case 'n-for-m': {
        const free = freePieces(lines, isIn, offer)
        const words = (count: bigint): Sentence => ({
          zh: `${names.zh} 每 ${offer.pieces} 件付 ${offer.paid} 件，免 ${count} 件`,
          en: `${names.en}, ${offer.pieces} for the price of ${offer.paid}, ${count} free here`,
        })
        return free.map((count, index) => {
          const unit = BigInt(lines[index]?.unitPriceFen ?? 0)
          const tag = tags[index] ?? 0n
          return count > 0n ? { parts: (tag - unit * count) * partsPerFen, words: words(count) } : undefined
        })
      }
    }
  })()

  function reduced(shares: bigint[], words: (share: bigint) => Sentence): Promoted['lines'] {
    return shares.map((share, index) =>
      share > 0n ? { parts: ((tags[index] ?? 0n) - share) * partsPerFen, words: words(share) } : undefined,
    )
  }

  const total = result.reduce(
    (all, line, index) => all + (line?.parts ?? (tags[index] ?? 0n) * partsPerFen),
    0n,
  )
  return { lines: result, total }
}

/** How many pieces of each line are free: of each full group so many, the cheapest of all, the first of equal ones. */
function freePieces(
  lines: readonly PromotableLine[],
  isIn: readonly boolean[],
  { pieces, paid }: { pieces: number; paid: number },
): bigint[] {
  const free = lines.map(() => 0n)
  const count = lines.reduce((all, { quantity }, index) => all + (isIn[index] ? quantity : 0), 0)
  let left = Math.floor(count / pieces) * (pieces - paid)
  const cheapestFirst = lines
    .map(({ unitPriceFen, quantity }, index) => ({ unitPriceFen, quantity, index }))
    .filter(({ index }) => isIn[index])
    .toSorted((a, b) => a.unitPriceFen - b.unitPriceFen || a.index - b.index)
  for (const { index, quantity } of cheapestFirst) {
    const here = Math.min(quantity, left)
    free[index] = BigInt(here)
    left -= here
  }
  return free
}
