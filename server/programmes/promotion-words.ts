import type { Sentence } from '../platform/schema.ts'
import type { Coupon, Promotion } from './rules-schema.ts'
import { listed, plainYuan, rateWords } from './wording.ts'

const PERIODS = {
  open: { zh: '', en: '' },
  from: (from: string): Sentence => ({ zh: `，${from} 起`, en: `, from ${from}` }),
  until: (until: string): Sentence => ({ zh: `，至 ${until}`, en: `, until ${until}` }),
  both: (from: string, until: string): Sentence => ({
    zh: `，${from} 至 ${until}`,
    en: `, from ${from} to ${until}`,
  }),
}

function periodInWords({ from, until }: { from: string | null; until: string | null }): Sentence {
  if (from !== null && until !== null) return PERIODS.both(from, until)
  if (from !== null) return PERIODS.from(from)
  return until === null ? PERIODS.open : PERIODS.until(until)
}

/** A promotion as a sentence, e.g. `“Autumn”: ¥50 off each full ¥300, from 2026-10-01 to 2026-10-07.` */
export function promotionInWords(promotion: Promotion): Sentence {
  const { nameZh, nameEn, offer, categories } = promotion
  const period = periodInWords(promotion)
  const goods =
    categories.length === 0
      ? { zh: '', en: '' }
      : {
          zh: `（限${categories.map((each) => `“${each}”`).join('、')}）`,
          en: ` on ${listed(categories.map((each) => ({ zh: each, en: `“${each}”` }))).en}`,
        }
  const gives = ((): Sentence => {
    switch (offer.kind) {
      case 'percent':
        return {
          zh: rateWords(offer.ratePerMille).zh,
          en: `${rateWords(offer.ratePerMille).en} of the tag price`,
        }
      case 'amount': {
        const [every, off] = [plainYuan(offer.everyFen), plainYuan(offer.offFen)]
        return offer.repeats
          ? { zh: `每满 ${every} 减 ${off}`, en: `${off} off each full ${every}` }
          : { zh: `满 ${every} 减 ${off}`, en: `${off} off from ${every} on` }
      }
      case 'n-for-m':
        return {
          zh: `每 ${offer.pieces} 件付 ${offer.paid} 件，最便宜的免费`,
          en: `${offer.pieces} for the price of ${offer.paid}, the cheapest free`,
        }
    }
  })()
  return {
    zh: `“${nameZh}”：${gives.zh}${goods.zh}${period.zh}。`,
    en: `“${nameEn}”: ${gives.en}${goods.en}${period.en}.`,
  }
}

/** A coupon as a sentence. */
export function couponInWords(coupon: Coupon): Sentence {
  const { code, nameZh, nameEn, fromFen, offer } = coupon
  const period = periodInWords(coupon)
  const gives =
    offer.kind === 'percent'
      ? rateWords(offer.ratePerMille)
      : { zh: `减 ${plainYuan(offer.offFen)}`, en: `${plainYuan(offer.offFen)} off` }
  const from =
    fromFen === 0
      ? { zh: '', en: '' }
      : { zh: `满 ${plainYuan(fromFen)} `, en: ` from ${plainYuan(fromFen)} on` }
  return {
    zh: `券“${nameZh}”（${code}）：最后${from.zh}${gives.zh}${period.zh}。`,
    en: `Coupon “${nameEn}” (${code}): at the end ${gives.en}${from.en}${period.en}.`,
  }
}
