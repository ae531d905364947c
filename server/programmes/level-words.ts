import type { Sentence } from '../platform/schema.ts'
import type { Level, LevelWay, Rules, Standing } from './rules-schema.ts'
import { counted, listed, plainYuan, rateWords } from './wording.ts'

/** What a standing asks for, e.g. `¥3,000 spent, 6 purchases and at most 2 complaints`. */
export function standingInWords({ spendFen, purchases, activeMonths, maxComplaints }: Standing): Sentence {
  const parts: Sentence[] = []
  if (spendFen > 0) parts.push({ zh: `消费 ${plainYuan(spendFen)}`, en: `${plainYuan(spendFen)} spent` })
  if (purchases > 0) parts.push({ zh: `消费 ${purchases} 次`, en: counted(purchases, 'purchase') })
  if (activeMonths > 0)
    parts.push({ zh: `${activeMonths} 个月有消费`, en: `purchases in ${counted(activeMonths, 'month')}` })
  if (maxComplaints !== null)
    parts.push({
      zh: `投诉不超过 ${maxComplaints} 次`,
      en: `at most ${counted(maxComplaints, 'complaint')}`,
    })
  return parts.length > 0 ? listed(parts) : { zh: '无条件', en: 'nothing in particular' }
}

const over = (months: number): Sentence => ({
  zh: `${months} 个月内`,
  en: `within ${counted(months, 'month')}`,
})

export function wayInWords(way: LevelWay): Sentence {
  switch (way.kind) {
    case 'joining':
      return { zh: '入会即得', en: 'from the day of joining' }
    case 'invitation':
      return { zh: '凭邀请获得', en: 'by invitation' }
    case 'single-purchase':
      return {
        zh: `单次消费满 ${plainYuan(way.fen)}`,
        en: `with one purchase of ${plainYuan(way.fen)}`,
      }
    case 'spend': {
      const within = way.months === null ? { zh: '', en: ' in all' } : over(way.months)
      return {
        zh: `${within.zh}累计消费满 ${plainYuan(way.fen)}`,
        en: `with ${plainYuan(way.fen)} spent${way.months === null ? ' in all' : ` ${within.en}`}`,
      }
    }
    case 'merit': {
      const shown = standingInWords(way)
      return {
        zh: `凭表现：${over(way.months).zh}${shown.zh}`,
        en: `by merit: ${shown.en} ${over(way.months).en}`,
      }
    }
  }
}

/** What a level gives and how one gets there. */
export function levelInWords({ nameZh, nameEn, ratePerMille, ways }: Level): Sentence {
  const rate = rateWords(ratePerMille)
  const pays =
    ratePerMille === 1000
      ? { zh: '不打折，照常积分', en: 'pays regular prices and earns points' }
      : { zh: `正价商品 ${rate.zh}`, en: `pays ${rate.en} of regular prices` }
  const earned = ways.filter(({ kind }) => kind !== 'joining').map(wayInWords)
  if (earned.length === 0) return { zh: `${nameZh}：${pays.zh}。`, en: `${nameEn} ${pays.en}.` }
  const how = listed(earned, 'or')
  return { zh: `${nameZh}：${pays.zh}，${how.zh}。`, en: `${nameEn} ${pays.en}; ${how.en}.` }
}

/** What its holders get beside the discount; undefined where there is nothing. */
export function benefitsInWords({ nameZh, nameEn, benefits }: Level): Sentence | undefined {
  if (benefits.length === 0) return undefined
  const each = listed(
    benefits.map(({ nameZh: zh, nameEn: en, perYear }) =>
      perYear === null
        ? { zh, en }
        : { zh: `${zh}（每年 ${perYear} 次）`, en: `${en} (${counted(perYear, 'time')} a year)` },
    ),
  )
  return { zh: `${nameZh}还享有：${each.zh}。`, en: `${nameEn} also has: ${each.en}.` }
}

/** What a level asks for so that it is kept; undefined where it is kept for good. */
export function keepingInWords(
  { nameZh, nameEn, keep }: Level,
  review: Rules['review'],
): Sentence | undefined {
  if (!keep || !review) return undefined
  const shown = standingInWords(keep)
  const { months } = review
  return {
    zh: `保留${nameZh}：每 ${months} 个月须${shown.zh}。`,
    en: `${nameEn} is kept with ${shown.en} in each ${counted(months, 'month')}.`,
  }
}

export function reviewInWords({ graceDays, downgrade }: NonNullable<Rules['review']>): Sentence {
  const zh = downgrade === 'one-step' ? '降一级' : '降到其消费仍能达到的级别'
  const en = downgrade === 'one-step' ? 'falls one level' : 'falls to the level that they still reach'
  return {
    zh: `未达到保级条件的，再宽限 ${graceDays} 天，之后${zh}。`,
    en: `Whoever misses it has ${counted(graceDays, 'day')} of grace and then ${en}.`,
  }
}
