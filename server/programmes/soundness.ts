import type { Sentence } from '../platform/schema.ts'
import type { Level, Promotion, Rules } from './rules-schema.ts'

/**
 * What rules say that cannot be meant: two levels of one code, a way up that is easier than the one below, a promotion
 * that gives more than everything. Empty where they are sound.
 */
export function faultsOf(rules: Rules): Sentence[] {
  const { levels, earn, prices, review } = rules
  return [
    ...levelFaults(levels),
    ...doubles(
      prices.coupons.map(({ code }) => code),
      (code) => ({ zh: `优惠券代码“${code}”重复。`, en: `Two coupons have the code “${code}”.` }),
    ),
    ...doubles(
      earn.activities.map(({ code }) => code),
      (code) => ({ zh: `活动代码“${code}”重复。`, en: `Two activities have the code “${code}”.` }),
    ),
    ...doubles(
      earn.categoryRates.map(({ category }) => category),
      (name) => ({ zh: `类别“${name}”重复。`, en: `The category “${name}” has two rates.` }),
    ),
    ...doubles(
      earn.counterRates.map(({ counterId }) => counterId),
      () => ({ zh: '同一专柜有两个积分倍率。', en: 'One counter has two points rates.' }),
    ),
    ...doubles(
      earn.days.map(({ nameEn }) => nameEn),
      (name) => ({ zh: `积分日“${name}”重名。`, en: `Two points days are called “${name}”.` }),
    ),
    ...doubles(
      prices.promotions.map(({ nameEn }) => nameEn),
      (name) => ({ zh: `活动“${name}”重名。`, en: `Two promotions are called “${name}”.` }),
    ),
    ...prices.promotions.flatMap(promotionFaults),
    ...prices.coupons.flatMap(backwards),
    ...earn.days.flatMap(({ nameZh, nameEn, when }) =>
      when.kind === 'dates' ? backwards({ nameZh, nameEn, ...when }) : [],
    ),
    ...(!review && levels.some(({ keep }) => keep)
      ? [
          {
            zh: '有保级条件，却没有定期评定。',
            en: 'A level asks for something to be kept, but no review looks at it.',
          },
        ]
      : []),
  ]
}

function promotionFaults({ nameZh, nameEn, offer, from, until }: Promotion): Sentence[] {
  const isTooMuch =
    (offer.kind === 'amount' && offer.offFen >= offer.everyFen) ||
    (offer.kind === 'n-for-m' && offer.paid >= offer.pieces)
  const words = {
    zh: `“${nameZh}”减去的不能等于或多于原价。`,
    en: `“${nameEn}” does not add up: it must leave something to pay.`,
  }
  return [...(isTooMuch ? [words] : []), ...backwards({ nameZh, nameEn, from, until })]
}

/** Leaves something to pay and does not end before it begins. */
export const isSoundPromotion = (promotion: Promotion): boolean => promotionFaults(promotion).length === 0

function backwards({
  nameZh,
  nameEn,
  from,
  until,
}: {
  nameZh: string
  nameEn: string
  from: string | null
  until: string | null
}): Sentence[] {
  if (from === null || until === null || from <= until) return []
  return [{ zh: `“${nameZh}”的结束早于开始。`, en: `“${nameEn}” ends before it begins.` }]
}

function doubles(names: readonly string[], say: (name: string) => Sentence): Sentence[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(say)
}

function levelFaults(levels: readonly Level[]): Sentence[] {
  const [first] = levels
  const faults = doubles(
    levels.map(({ code }) => code),
    (code) => ({ zh: `级别代码“${code}”重复。`, en: `Two levels have the code “${code}”.` }),
  )
  if (!first?.ways.some(({ kind }) => kind === 'joining'))
    faults.push({ zh: '最低一级必须入会即得。', en: 'The lowest level must be had by joining.' })
  for (const [index, level] of levels.entries()) {
    const below = levels[index - 1]
    if (!below) continue
    if (level.ways.some(({ kind }) => kind === 'joining'))
      faults.push({
        zh: `${level.nameZh}不能也是入会即得。`,
        en: `${level.nameEn} cannot be had by joining too.`,
      })
    if (level.ratePerMille > below.ratePerMille)
      faults.push({
        zh: `${level.nameZh}的折扣比${below.nameZh}还差。`,
        en: `${level.nameEn} pays more than ${below.nameEn} below it.`,
      })
    for (const kind of ['spend', 'single-purchase'] as const) {
      const [mine, theirs] = [level, below].map(({ ways }) => ways.find((way) => way.kind === kind))
      if (mine && theirs && 'fen' in mine && 'fen' in theirs && mine.fen <= theirs.fen)
        faults.push({
          zh: `${level.nameZh}的门槛不高于${below.nameZh}。`,
          en: `${level.nameEn} asks for no more than ${below.nameEn} below it.`,
        })
    }
  }
  return faults
}
