import type { Sentence } from '../platform/schema.ts'
import type { Rules } from './schema.ts'

/** @returns an amount in yuan, exact, with two decimals at least: 14079296 at 10⁵ a yuan is `¥140.79296` */
export function yuan(amount: bigint, unitsPerYuan = 100n): string {
  const decimals = unitsPerYuan.toString().length - 1
  const fraction = (amount % unitsPerYuan).toString().padStart(decimals, '0')
  return `¥${amount / unitsPerYuan}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`
}

/** 880 ‰ is said `8.8 折` in Chinese and `88 %` in English. */
export const rateWords = (perMille: number): Sentence => ({
  zh: `${perMille / 100} 折`,
  en: `${perMille / 10} %`,
})

/** What members may read of the rules, a sentence each. */
export function rulesInWords({ levels, earn, welcomePoints, holdMinutes }: Rules): Sentence[] {
  const unitYuan = earn.unitFen / 100
  return [
    ...levels.map(({ nameZh, nameEn, ratePerMille, byInvitation }) => ({
      zh: `${nameZh}：正价商品 ${rateWords(ratePerMille).zh}${byInvitation ? '，凭邀请获得' : ''}。`,
      en: `${nameEn} pays ${rateWords(ratePerMille).en} of regular prices${byInvitation ? '; by invitation' : ''}.`,
    })),
    {
      zh: '专柜自己的活动与会员卡折扣可叠加（折上折）。',
      en: "The card's discount comes on top of a counter's own promotion.",
    },
    {
      zh: '特公价商品和不参加的专柜不享受会员卡折扣，但照常积分。',
      en: 'Special-price goods and counters that stay out give no card discount but earn points.',
    },
    {
      zh: `每张小票实付每满 ${unitYuan} 元积 1 分，余数不计。`,
      en: `A receipt earns one point for each full ${unitYuan} yuan paid; the remainder is dropped.`,
    },
    { zh: `入会即送 ${welcomePoints} 分。`, en: `Joining gives ${welcomePoints} points.` },
    {
      zh: `兑换的礼品保留 ${holdMinutes} 分钟。`,
      en: `A redeemed gift is kept for ${holdMinutes} minutes.`,
    },
  ]
}
