import type { Sentence } from '../platform/schema.ts'
import { atCounters, type CounterNames } from './counter-words.ts'
import { earningInWords } from './earning-words.ts'
import { benefitsInWords, keepingInWords, levelInWords, reviewInWords } from './level-words.ts'
import { couponInWords, promotionInWords } from './promotion-words.ts'
import type { Rules } from './rules-schema.ts'
import { counted, plainYuan, rateWords } from './wording.ts'

/** A rule as people read it. The key says which rule it is, so that two versions can be compared. */
export interface RuleSentence extends Sentence {
  key: string
}

type Sentences = Record<string, Sentence | undefined>

/** What members and staff may read of the rules, a sentence each, in both languages. */
export function rulesInWords(rules: Rules, counters: CounterNames = new Map()): RuleSentence[] {
  const sentences: Sentences = {
    ...levels(rules),
    stacking: {
      zh: '专柜自己的活动与会员卡折扣可叠加（折上折）。',
      en: "The card's discount comes on top of a counter's own promotion.",
    },
    'no-discount': {
      zh: '特公价商品和不参加的专柜不享受会员卡折扣，但照常积分。',
      en: 'Special-price goods and counters that stay out give no card discount but earn points.',
    },
    ...prices(rules, counters),
    'late-sales': lateSales(rules),
    ...earningInWords(rules, counters),
    ...points(rules),
  }
  return Object.entries(sentences).flatMap(([key, sentence]) => (sentence ? [{ key, ...sentence }] : []))
}

function levels({ levels, review, joinFromFen }: Rules): Sentences {
  return {
    joining:
      joinFromFen === 0
        ? undefined
        : {
            zh: `首次消费满 ${plainYuan(joinFromFen)} 免费入会。`,
            en: `Joining is free from a first purchase of ${plainYuan(joinFromFen)}.`,
          },
    ...Object.fromEntries(levels.map((level) => [`level/${level.code}`, levelInWords(level)])),
    ...Object.fromEntries(levels.map((level) => [`benefits/${level.code}`, benefitsInWords(level)])),
    ...Object.fromEntries(levels.map((level) => [`keep/${level.code}`, keepingInWords(level, review)])),
    review: review ? reviewInWords(review) : undefined,
  }
}

function prices(
  { prices: { promotions, coupons, floorPerMille, quoteMinutes } }: Rules,
  counters: CounterNames,
): Sentences {
  return {
    ...Object.fromEntries(
      promotions.map((promotion) => [
        `promotion/${promotion.nameEn}`,
        atCounters(promotionInWords(promotion), promotion.counterIds, counters),
      ]),
    ),
    ...Object.fromEntries(coupons.map((coupon) => [`coupon/${coupon.code}`, couponInWords(coupon)])),
    floor:
      floorPerMille === 0
        ? undefined
        : {
            zh: `任何折扣叠加后，不低于吊牌价的 ${rateWords(floorPerMille).zh}。`,
            en: `Whatever discounts meet, nothing is sold below ${rateWords(floorPerMille).en} of its tag price.`,
          },
    quote: {
      zh: `报出的价格 ${quoteMinutes} 分钟内有效。`,
      en: `A quoted price holds for ${counted(quoteMinutes, 'minute')}.`,
    },
  }
}

const lateSales = ({ sales: { lateDays } }: Rules): Sentence => ({
  zh: `断网的收银台最迟在销售后 ${lateDays} 天内补传，更晚的请到服务台办理。`,
  en: `A till that was offline sends its sales within ${counted(lateDays, 'day')}; what is later is for the service desk.`,
})

function points({ pendingDays, expiry, remindDays, redemption, holdMinutes }: Rules): Sentences {
  const { fromPoints, stepPoints, perDay } = redemption
  return {
    pending:
      pendingDays === 0
        ? undefined
        : {
            zh: `消费所得积分 ${pendingDays} 天后（退货期满）可用。`,
            en: `Points for purchases can be spent after ${counted(pendingDays, 'day')}, when goods can no longer be returned.`,
          },
    expiry: expiryInWords(expiry),
    remind:
      remindDays === 0 || expiry.kind === 'never'
        ? undefined
        : {
            zh: `积分到期前 ${remindDays} 天提醒会员，每月最多一次。`,
            en: `Members are reminded ${counted(remindDays, 'day')} before points end, at most once a month.`,
          },
    threshold:
      fromPoints === 0
        ? undefined
        : { zh: `满 ${fromPoints} 分起可以兑换。`, en: `Points can be redeemed from ${fromPoints} on.` },
    step:
      stepPoints === 1
        ? undefined
        : { zh: `兑换以 ${stepPoints} 分为单位。`, en: `Points are redeemed in steps of ${stepPoints}.` },
    'cap/redemption':
      perDay === null
        ? undefined
        : {
            zh: `每天最多兑换 ${perDay} 分。`,
            en: `At most ${counted(perDay, 'point')} are redeemed a day.`,
          },
    hold: {
      zh: `兑换的礼品保留 ${holdMinutes} 分钟。`,
      en: `A redeemed gift is kept for ${counted(holdMinutes, 'minute')}.`,
    },
  }
}

function expiryInWords(expiry: Rules['expiry']): Sentence {
  switch (expiry.kind) {
    case 'never':
      return { zh: '积分长期有效。', en: 'Points do not expire.' }
    case 'calendar-year':
      return expiry.years === 0
        ? { zh: '积分当年年底到期。', en: 'Points expire at the end of the year in which they came.' }
        : {
            zh: `积分在所得之年后第 ${expiry.years} 年年底到期。`,
            en: `Points expire at the end of the ${ordinal(expiry.years)} year after the one in which they came.`,
          }
    case 'rolling':
      return {
        zh: `积分自获得起 ${expiry.months} 个月有效。`,
        en: `Points expire ${counted(expiry.months, 'month')} after they came.`,
      }
  }
}

const ORDINALS = ['', 'first', 'second', 'third']
const ordinal = (count: number): string => ORDINALS[count] ?? `${count}th`
