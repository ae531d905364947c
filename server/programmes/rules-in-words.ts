import type { Sentence } from '../platform/schema.ts'
import { benefitsInWords, keepingInWords, levelInWords, reviewInWords } from './level-words.ts'
import type { Coupon, DayRule, Promotion, Rules } from './rules-schema.ts'
import { counted, listed, plainYuan, rateWords, timesWords } from './wording.ts'

/** A rule as people read it. The key says which rule it is, so that two versions can be compared. */
export interface RuleSentence extends Sentence {
  key: string
}

/** By id, of counters that rules speak of. */
export type CounterNames = ReadonlyMap<string, string>

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
    ...earning(rules, counters),
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

const ROUNDING: Record<Rules['earn']['rounding'], Sentence> = {
  down: { zh: '余数不计', en: 'the remainder is dropped' },
  'half-up': { zh: '余数四舍五入', en: 'the remainder is rounded half up' },
  up: { zh: '余数进一', en: 'the remainder counts as a full one' },
}

function earning({ earn, welcomePoints }: Rules, counters: CounterNames): Sentences {
  const unitYuan = earn.unitFen / 100
  const rounding = ROUNDING[earn.rounding]
  const { birthdayPoints, caps, referral, sharing } = earn
  return {
    earn: {
      zh: `每张小票实付每满 ${unitYuan} 元积 1 分，${rounding.zh}。`,
      en: `A receipt earns one point for each full ${unitYuan} yuan paid; ${rounding.en}.`,
    },
    ...Object.fromEntries(
      earn.categoryRates.map(({ category, perMille }) => [
        `category/${category}`,
        {
          zh: `“${category}”类商品积分${timesWords(perMille).zh}。`,
          en: `Goods of “${category}” earn points ${timesWords(perMille).en}.`,
        },
      ]),
    ),
    ...Object.fromEntries(
      earn.counterRates.map(({ counterId, perMille }) => [
        `counter/${counterId}`,
        atCounters(
          { zh: `积分${timesWords(perMille).zh}。`, en: `Points ${timesWords(perMille).en}.` },
          [counterId],
          counters,
        ),
      ]),
    ),
    ...Object.fromEntries(earn.days.map((day) => [`day/${day.nameEn}`, dayInWords(day)])),
    'cap/day': capInWords(caps.perDay, { zh: '每天', en: 'a day' }),
    'cap/month': capInWords(caps.perMonth, { zh: '每月', en: 'a month' }),
    welcome: {
      zh: `入会即送 ${welcomePoints} 分。`,
      en: `Joining gives ${counted(welcomePoints, 'point')}.`,
    },
    birthday:
      birthdayPoints === 0
        ? undefined
        : {
            zh: `生日送 ${birthdayPoints} 分。`,
            en: `A birthday gives ${counted(birthdayPoints, 'point')}.`,
          },
    ...Object.fromEntries(
      earn.activities.map(({ code, nameZh, nameEn, points }) => [
        `activity/${code}`,
        {
          zh: `参加“${nameZh}”送 ${points} 分。`,
          en: `Taking part in “${nameEn}” gives ${counted(points, 'point')}.`,
        },
      ]),
    ),
    referral: referral
      ? {
          zh: `介绍的朋友首次消费满 ${plainYuan(referral.fromFen)}，介绍人得 ${referral.points} 分${referral.friendPoints > 0 ? `，朋友得 ${referral.friendPoints} 分` : ''}${referral.perYear === null ? '' : `；介绍人每年最多 ${referral.perYear} 分`}。`,
          en: `Once a friend whom you brought first buys for ${plainYuan(referral.fromFen)}, you get ${counted(referral.points, 'point')}${referral.friendPoints > 0 ? ` and your friend ${referral.friendPoints}` : ''}${referral.perYear === null ? '' : `, at most ${referral.perYear} a year`}.`,
        }
      : undefined,
    sharing: sharing
      ? {
          zh: `分享每带来 ${sharing.interactions} 次互动得 ${sharing.points} 分${sharing.perShare === null ? '' : `，每次分享最多 ${sharing.perShare} 分`}${sharing.perMonth === null ? '' : `，每月最多 ${sharing.perMonth} 分`}。`,
          en: `A share gives ${counted(sharing.points, 'point')} for each ${counted(sharing.interactions, 'interaction')}${sharing.perShare === null ? '' : `, at most ${sharing.perShare} a share`}${sharing.perMonth === null ? '' : `, at most ${sharing.perMonth} a month`}.`,
        }
      : undefined,
  }
}

function points({ pendingDays, expiry, redemption, holdMinutes }: Rules): Sentences {
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

const capInWords = (cap: number | null, span: Sentence): Sentence | undefined =>
  cap === null
    ? undefined
    : {
        zh: `消费积分${span.zh}最多 ${cap} 分。`,
        en: `Purchases give at most ${counted(cap, 'point')} ${span.en}.`,
      }

const WEEKDAYS: readonly Sentence[] = [
  { zh: '星期一', en: 'Mondays' },
  { zh: '星期二', en: 'Tuesdays' },
  { zh: '星期三', en: 'Wednesdays' },
  { zh: '星期四', en: 'Thursdays' },
  { zh: '星期五', en: 'Fridays' },
  { zh: '星期六', en: 'Saturdays' },
  { zh: '星期日', en: 'Sundays' },
]

function dayInWords({ nameZh, nameEn, when, perMille }: DayRule): Sentence {
  const days = ((): Sentence => {
    switch (when.kind) {
      case 'dates':
        return { zh: `${when.from} 至 ${when.until}`, en: `from ${when.from} to ${when.until}` }
      case 'weekday': {
        const weekday = WEEKDAYS[when.weekday - 1] ?? { zh: '', en: '' }
        return { zh: `每${weekday.zh}`, en: `on ${weekday.en}` }
      }
      case 'day-of-month':
        return { zh: `每月 ${when.day} 日`, en: `on day ${when.day} of each month` }
    }
  })()
  const times = timesWords(perMille)
  return {
    zh: `${nameZh}（${days.zh}）：积分${times.zh}。`,
    en: `${nameEn} (${days.en}): points ${times.en}.`,
  }
}

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

function couponInWords(coupon: Coupon): Sentence {
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

function atCounters(sentence: Sentence, counterIds: readonly string[], counters: CounterNames): Sentence {
  if (counterIds.length === 0) return sentence
  const names = counterIds.map((id) => counters.get(id) ?? id)
  return {
    zh: `${names.join('、')}：${sentence.zh}`,
    en: `At ${listed(names.map((name) => ({ zh: name, en: name }))).en}: ${sentence.en}`,
  }
}

/** What a change of rules does, sentence by sentence: what goes, what comes, what is said otherwise. */
export interface RuleChange {
  key: string
  before: Sentence | null
  after: Sentence | null
}

/** The difference between two versions in words; empty where they say the same. */
export function compareRules(before: readonly RuleSentence[], after: readonly RuleSentence[]): RuleChange[] {
  const old = new Map(before.map((sentence) => [sentence.key, sentence]))
  const now = new Map(after.map((sentence) => [sentence.key, sentence]))
  const keys = [...new Set([...now.keys(), ...old.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    if (was?.en === is?.en && was?.zh === is?.zh) return []
    return [{ key, before: was ? said(was) : null, after: is ? said(is) : null }]
  })
}

const said = ({ zh, en }: RuleSentence): Sentence => ({ zh, en })
