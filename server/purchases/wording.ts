import type { Sentence } from '../platform/schema.ts'
import { yuan } from '../programmes/index.ts'

/** What a return paid back and did to the points, for the receipt. */
export function returnInWords({
  taken,
  owed,
  expired,
  left,
  refundFen,
}: {
  taken: bigint
  owed: bigint
  expired: bigint
  left: bigint
  refundFen: bigint
}): Sentence {
  const back = yuan(refundFen)
  const kept = left === 0n ? { zh: '', en: '' } : { zh: `，保留 ${left} 分`, en: `, ${left} kept` }
  const debt =
    owed === 0n
      ? { zh: '', en: '' }
      : {
          zh: `；另有 ${owed} 分已使用，将从以后的积分中扣除`,
          en: `; ${owed} more were spent and will be kept from the next earnings`,
        }
  const gone =
    expired === 0n
      ? { zh: '', en: '' }
      : { zh: `，${expired} 分此前已过期`, en: `, ${expired} had expired before` }
  return {
    zh: `退货 ${back}，收回 ${taken} 分${gone.zh}${kept.zh}${debt.zh}`,
    en: `${back} returned: ${taken} points taken back${gone.en}${kept.en}${debt.en}`,
  }
}
