import type { Sentence } from '../platform/schema.ts'

/** What a whole return did to the points, for the receipt. */
export function returnInWords({ taken, owed }: { taken: bigint; owed: bigint }): Sentence {
  if (owed === 0n)
    return { zh: `整单退货，收回 ${taken} 分`, en: `Returned in full: ${taken} points taken back` }
  return {
    zh: `整单退货，收回 ${taken} 分；另有 ${owed} 分已使用，将从以后的积分中扣除`,
    en: `Returned in full: ${taken} points taken back; ${owed} more were spent and will be kept from the next earnings`,
  }
}
