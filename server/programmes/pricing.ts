import type { Sentence } from '../platform/schema.ts'
import type { Counter, Level, LevelCode, Rules } from './schema.ts'
import { rateWords, yuan } from './wording.ts'

export interface LineToPrice {
  description: string
  /** tag price of one piece; of special-price goods the special price */
  unitPriceFen: number
  quantity: number
  isSpecialPrice: boolean
}

interface PriceStep {
  kind: 'tag-price' | 'counter-promotion' | 'card-discount' | 'no-card-discount' | 'rounding'
  words: Sentence
}

interface PricedLine extends LineToPrice {
  tagFen: bigint
  payFen: bigint
  steps: PriceStep[]
}

export interface PricedReceipt {
  lines: PricedLine[]
  tagFen: bigint
  payFen: bigint
}

export const levelOf = (rules: Rules, code: string): Level | undefined =>
  rules.levels.find((level) => level.code === (code as LevelCode))

/** What a receipt costs with a card of this level at this counter; every line explains itself. */
export function priceReceipt(
  counter: Pick<Counter, 'joins' | 'ratePerMille'>,
  level: Level,
  lines: readonly LineToPrice[],
): PricedReceipt {
  const priced = lines.map((line) => priceLine(counter, level, line))
  return {
    lines: priced,
    tagFen: sum(priced.map((line) => line.tagFen)),
    payFen: sum(priced.map((line) => line.payFen)),
  }
}

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

/** An amount may carry six decimals of a fen between two rates of per mille; it is rounded once, at the end. */
const PARTS = 1_000_000n

function priceLine(
  counter: Pick<Counter, 'joins' | 'ratePerMille'>,
  level: Level,
  line: LineToPrice,
): PricedLine {
  const tagFen = BigInt(line.unitPriceFen) * BigInt(line.quantity)
  const steps = [tagPriceStep(line, tagFen)]
  let parts = tagFen * PARTS
  const multiply = (perMille: number): void => {
    parts = (parts * BigInt(perMille)) / 1000n // exact: at most two rates, and PARTS is 1000²
  }

  if (!line.isSpecialPrice && counter.ratePerMille < 1000) {
    multiply(counter.ratePerMille)
    steps.push(counterStep(counter.ratePerMille, parts))
  }
  if (line.isSpecialPrice) steps.push(SPECIAL_PRICE)
  else if (!counter.joins) steps.push(COUNTER_STAYS_OUT)
  else {
    multiply(level.ratePerMille)
    steps.push(cardStep(level, parts))
  }

  const payFen = (parts + PARTS / 2n) / PARTS // half up
  if (payFen * PARTS !== parts) steps.push(roundingStep(payFen))
  return { ...line, tagFen, payFen, steps }
}

const exactYuan = (parts: bigint): string => yuan(parts, 100n * PARTS)

function tagPriceStep({ unitPriceFen, quantity, isSpecialPrice }: LineToPrice, tagFen: bigint): PriceStep {
  const unit = yuan(BigInt(unitPriceFen))
  const product = quantity === 1 ? unit : `${unit} × ${quantity} = ${yuan(tagFen)}`
  const words = isSpecialPrice
    ? { zh: `特公价 ${product}`, en: `Special price ${product}` }
    : { zh: `吊牌价 ${product}`, en: `Tag price ${product}` }
  return { kind: 'tag-price', words }
}

function counterStep(perMille: number, parts: bigint): PriceStep {
  const rate = rateWords(perMille)
  const words = {
    zh: `专柜活动 ${rate.zh}：${exactYuan(parts)}`,
    en: `Counter's promotion, ${rate.en}: ${exactYuan(parts)}`,
  }
  return { kind: 'counter-promotion', words }
}

function cardStep({ nameZh, nameEn, ratePerMille }: Level, parts: bigint): PriceStep {
  const rate = rateWords(ratePerMille)
  const words = {
    zh: `${nameZh} ${rate.zh}：${exactYuan(parts)}`,
    en: `${nameEn}, ${rate.en}: ${exactYuan(parts)}`,
  }
  return { kind: 'card-discount', words }
}

const SPECIAL_PRICE: PriceStep = {
  kind: 'no-card-discount',
  words: { zh: '特公价不再打折，照常积分', en: 'Special price: no further discount, points as usual' },
}

const COUNTER_STAYS_OUT: PriceStep = {
  kind: 'no-card-discount',
  words: {
    zh: '本专柜不参加会员卡折扣，照常积分',
    en: 'This counter gives no card discount, points as usual',
  },
}

const roundingStep = (payFen: bigint): PriceStep => ({
  kind: 'rounding',
  words: { zh: `四舍五入到分：${yuan(payFen)}`, en: `Rounded half up to the fen: ${yuan(payFen)}` },
})
