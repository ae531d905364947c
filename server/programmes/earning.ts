import { dayOf } from '../platform/clock.ts'
import type { Sentence } from '../platform/schema.ts'
import { apportion } from './apportion.ts'
import type { Rules } from './rules-schema.ts'
import { isDayOf } from './shop-days.ts'
import { timesWords, yuan } from './wording.ts'

export interface Receipt {
  counterId: string
  soldAt: Date
  /** what was really paid for all lines together */
  paidFen: bigint
  /** how it is shared out over the lines: by what each should cost */
  lines: readonly { category?: string; payFen: bigint }[]
}

/** How many points the caps leave for a receipt: the smallest of what is left of its day and its month; null: no cap. */
export type CapLeft = bigint | null

export interface Earned {
  points: bigint
  /** made when they are asked for */
  readonly words: Sentence
}

const PER_MILLE = 1000n

/**
 * Points of a receipt: what was paid for each line at its category's or else its counter's rate, times the day's, in full
 * units of the whole receipt, rounded once, at most what the caps leave.
 */
export function judgeEarning(rules: Rules, receipt: Receipt, capLeft: CapLeft = null): Earned {
  const { earn } = rules
  const shares = sharesOf(receipt)
  const shared = receipt.lines.map(({ category }, index) => ({
    paid: shares[index] ?? 0n,
    rate: rateOf(rules, receipt.counterId, category),
  }))
  const day = dayRuleOf(rules, receipt.soldAt)
  const weighted =
    shared.reduce((all, { paid, rate }) => all + paid * BigInt(rate.perMille), 0n) *
    BigInt(day?.perMille ?? 1000)
  const full = divide(weighted, BigInt(earn.unitFen) * PER_MILLE * PER_MILLE, earn.rounding)
  const points = capLeft !== null && capLeft < full ? capLeft : full
  return {
    points,
    get words() {
      const extras = [
        ...distinct(shared.flatMap(({ rate, paid }) => (rate.words && paid > 0n ? [rate.words()] : []))),
        ...(day ? [dayWords(day)] : []),
        ...(points < full
          ? [{ zh: `已到积分上限，本应 ${full} 分`, en: `up to the cap, else ${full}` }]
          : []),
      ]
      return inWords(rules, receipt.paidFen, points, extras)
    },
  }
}

function dayWords({ nameZh, nameEn, perMille }: Rules['earn']['days'][number]): Sentence {
  const times = timesWords(perMille)
  return { zh: `${nameZh} ${times.zh}`, en: `${nameEn} ${times.en}` }
}

/** Points that the rules give for so much paid, of ordinary goods on an ordinary day. */
export const pointsForReceipt = ({ earn }: Rules, paidFen: bigint): bigint =>
  divide(paidFen, BigInt(earn.unitFen), earn.rounding)

/** Shares what was paid out over the lines by what each should cost; where they cost nothing it goes to the first. */
function sharesOf({ paidFen, lines }: Receipt): bigint[] {
  const weights = lines.map(({ payFen }) => payFen)
  if (weights.some((weight) => weight > 0n)) return apportion(paidFen, weights)
  return lines.map((_, index) => (index === 0 ? paidFen : 0n))
}

interface LineRate {
  perMille: number
  words?: () => Sentence
}

function rateOf({ earn }: Rules, counterId: string, category: string | undefined): LineRate {
  const ofCategory = earn.categoryRates.find((rate) => rate.category === category)
  if (ofCategory) return rated(ofCategory.perMille, { zh: `“${category}”`, en: `“${category}”` })
  const ofCounter = earn.counterRates.find((rate) => rate.counterId === counterId)
  return ofCounter ? rated(ofCounter.perMille, { zh: '本专柜', en: 'this counter' }) : { perMille: 1000 }
}

const rated = (perMille: number, what: Sentence): LineRate => ({
  perMille,
  words: () => ({
    zh: `${what.zh}${timesWords(perMille).zh}`,
    en: `${what.en} ${timesWords(perMille).en}`,
  }),
})

/** Of several rules that mean the day the highest, the first of equal ones. */
function dayRuleOf({ earn }: Rules, soldAt: Date): Rules['earn']['days'][number] | undefined {
  const day = dayOf(soldAt)
  return earn.days
    .filter((rule) => isDayOf(rule, day))
    .reduce<Rules['earn']['days'][number] | undefined>(
      (best, rule) => (best && best.perMille >= rule.perMille ? best : rule),
      undefined,
    )
}

function divide(dividend: bigint, divisor: bigint, rounding: Rules['earn']['rounding']): bigint {
  switch (rounding) {
    case 'down':
      return dividend / divisor
    case 'half-up':
      return (dividend + divisor / 2n) / divisor
    case 'up':
      return (dividend + divisor - 1n) / divisor
  }
}

const distinct = (sentences: readonly Sentence[]): Sentence[] => [
  ...new Map(sentences.map((sentence) => [sentence.en, sentence])).values(),
]

function inWords({ earn }: Rules, paidFen: bigint, points: bigint, extras: readonly Sentence[]): Sentence {
  const unitYuan = earn.unitFen / 100
  const zh = [`实付 ${yuan(paidFen)}`, `每满 ${unitYuan} 元积 1 分`, ...extras.map((extra) => extra.zh)]
  const en = [
    `${yuan(paidFen)} paid`,
    `1 point for each full ${unitYuan} yuan`,
    ...extras.map((extra) => extra.en),
  ]
  return { zh: `${zh.join('，')}，共 ${points} 分`, en: `${en.join(', ')}: ${points} points` }
}

/** What the caps leave for one more receipt, of points that its day and month have given already. */
export function capLeft({ earn }: Rules, given: { onDay: bigint; inMonth: bigint }): CapLeft {
  const { perDay, perMonth } = earn.caps
  const left = [
    ...(perDay === null ? [] : [BigInt(perDay) - given.onDay]),
    ...(perMonth === null ? [] : [BigInt(perMonth) - given.inMonth]),
  ]
  if (left.length === 0) return null
  const smallest = left.reduce((a, b) => (a < b ? a : b))
  return smallest > 0n ? smallest : 0n
}
