import type { Sentence } from '../platform/schema.ts'
import { apportion } from './apportion.ts'
import { isOn, promote, standingPromotion, type Promoted } from './promotions.ts'
import type { Coupon, Level, Promotion, Rules } from './rules-schema.ts'
import { rateWords, yuan } from './wording.ts'

export interface LineToPrice {
  description: string
  /** tag price of one piece; of special-price goods the special price */
  unitPriceFen: number
  quantity: number
  isSpecialPrice: boolean
  /** as the till names it; rates and promotions may ask for it */
  category?: string
  /** of one piece: it is never sold below this */
  floorFen?: number
}

interface PriceStep {
  kind:
    | 'tag-price'
    | 'counter-promotion'
    | 'card-discount'
    | 'no-card-discount'
    | 'coupon'
    | 'floor-price'
    | 'rounding'
  readonly words: Sentence
}

/** Its words are made when somebody asks for them; who goes through years of receipts asks for none. */
function step(kind: PriceStep['kind'], say: () => Sentence): PriceStep {
  let said: Sentence | undefined
  return {
    kind,
    get words() {
      return (said ??= say())
    },
  }
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

/** What a counter has agreed to on a day. */
export interface Selling {
  id: string
  joins: boolean
  ratePerMille: number
  promotions: readonly Promotion[]
}

export interface PricingRules {
  counter: Selling
  level: Level
  prices: Rules['prices']
  /** of the sale, in the shop's zone */
  day: string
  coupon?: Coupon
}

export const levelOf = (rules: Rules, code: string): Level | undefined =>
  rules.levels.find((level) => level.code === code)

/** An amount may carry nine decimals of a fen between three rates of per mille; it is rounded once, at the end. */
const PARTS = 1_000_000_000n

interface Pricing {
  line: LineToPrice
  tagFen: bigint
  floorFen: bigint
  parts: bigint
  steps: PriceStep[]
}

/**
 * What a receipt costs with a card of this level at this counter; every line explains itself. In this order: the best of
 * the promotions that are on, the card's discount, a coupon in per cent, the floor price, one rounding (half up) a line,
 * and last a coupon of an amount, in whole fen.
 */
export function priceReceipt(rules: PricingRules, lines: readonly LineToPrice[]): PricedReceipt {
  const pricing = lines.map((line) => begin(line, rules))
  applyPromotion(rules, pricing)
  for (const each of pricing) applyCard(rules, each)
  const coupon = couponFor(rules, pricing)
  if (coupon?.offer.kind === 'percent') for (const each of pricing) applyPercentCoupon(coupon, each)
  for (const each of pricing) applyFloor(each)
  const priced = pricing.map(round)
  if (coupon?.offer.kind === 'amount') applyAmountCoupon(coupon, priced, pricing)
  return {
    lines: priced,
    tagFen: sum(priced.map((line) => line.tagFen)),
    payFen: sum(priced.map((line) => line.payFen)),
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

function begin(line: LineToPrice, { prices }: PricingRules): Pricing {
  const quantity = BigInt(line.quantity)
  const tagFen = BigInt(line.unitPriceFen) * quantity
  const general = (tagFen * BigInt(prices.floorPerMille) + 999n) / 1000n // up: never under it
  const own = BigInt(line.floorFen ?? 0) * quantity
  const floorFen = least(tagFen, general > own ? general : own)
  return { line, tagFen, floorFen, parts: tagFen * PARTS, steps: [tagPriceStep(line, tagFen)] }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** One promotion a receipt, the one that costs least; of equal ones the counter's standing rate, then in their order. */
function applyPromotion({ counter, prices, day }: PricingRules, pricing: readonly Pricing[]): void {
  const standing = counter.ratePerMille < 1000 ? [standingPromotion(counter.ratePerMille)] : []
  const mall = prices.promotions.filter(
    ({ counterIds }) => counterIds.length === 0 || counterIds.includes(counter.id),
  )
  const candidates = [...standing, ...counter.promotions, ...mall].filter((promotion) => isOn(promotion, day))
  const lines = pricing.map(({ line }) => line)
  let best: Promoted | undefined
  for (const candidate of candidates) {
    const promoted = promote(candidate, lines, PARTS)
    if (best === undefined || promoted.total < best.total) best = promoted
  }
  for (const [index, each] of pricing.entries()) {
    const promoted = best?.lines[index]
    if (!promoted) continue
    const { parts } = promoted
    each.parts = parts
    each.steps.push(step('counter-promotion', () => withAmount(promoted.words, parts)))
  }
}

function applyCard({ counter, level }: PricingRules, each: Pricing): void {
  if (each.line.isSpecialPrice) each.steps.push(SPECIAL_PRICE)
  else if (!counter.joins) each.steps.push(COUNTER_STAYS_OUT)
  else if (level.ratePerMille === 1000) each.steps.push(noDiscountStep(level))
  else {
    const parts = multiply(each, level.ratePerMille)
    each.steps.push(step('card-discount', () => withAmount(atRate(level, level.ratePerMille), parts)))
  }
}

/** Exact: at most three rates, and PARTS is 1000³. */
function multiply(each: Pricing, perMille: number): bigint {
  each.parts = (each.parts * BigInt(perMille)) / 1000n
  return each.parts
}

function atRate({ nameZh, nameEn }: Pick<Level, 'nameZh' | 'nameEn'>, perMille: number): Sentence {
  const rate = rateWords(perMille)
  return { zh: `${nameZh} ${rate.zh}`, en: `${nameEn}, ${rate.en}` }
}

/** The receipt's coupon, where it is on and the receipt is worth enough before it. */
function couponFor({ coupon, day }: PricingRules, pricing: readonly Pricing[]): Coupon | undefined {
  if (!coupon || !isOn(coupon, day)) return undefined
  const before = sum(pricing.map(({ parts }) => parts))
  return before >= BigInt(coupon.fromFen) * PARTS ? coupon : undefined
}

function applyPercentCoupon(coupon: Coupon, each: Pricing): void {
  const { offer } = coupon
  if (offer.kind !== 'percent') return
  const parts = multiply(each, offer.ratePerMille)
  each.steps.push(step('coupon', () => withAmount(atRate(coupon, offer.ratePerMille), parts)))
}

function applyFloor(each: Pricing): void {
  const floor = each.floorFen * PARTS
  if (each.parts >= floor) return
  each.parts = floor
  const words = { zh: '不低于最低价', en: 'Never below the floor price' }
  each.steps.push(step('floor-price', () => withAmount(words, floor)))
}

function round({ line, tagFen, parts, steps }: Pricing): PricedLine {
  const payFen = (parts + PARTS / 2n) / PARTS // half up
  if (payFen * PARTS !== parts)
    steps.push(
      step('rounding', () =>
        withAmount({ zh: '四舍五入到分', en: 'Rounded half up to the fen' }, payFen * PARTS),
      ),
    )
  return { ...line, tagFen, payFen, steps }
}

/** Takes from each line in proportion to what it has above its floor, and never more than that. */
function applyAmountCoupon(
  { nameZh, nameEn, offer }: Coupon,
  priced: readonly PricedLine[],
  pricing: readonly Pricing[],
): void {
  if (offer.kind !== 'amount') return
  const above = priced.map(({ payFen }, index) => payFen - (pricing[index]?.floorFen ?? 0n))
  const shares = apportion(least(BigInt(offer.offFen), sum(above)), above)
  for (const [index, line] of priced.entries()) {
    const share = shares[index] ?? 0n
    if (share === 0n) continue
    line.payFen -= share
    const left = line.payFen * PARTS
    const words = { zh: `${nameZh} 本行减 ${yuan(share)}`, en: `${nameEn}, ${yuan(share)} off here` }
    line.steps.push(step('coupon', () => withAmount(words, left)))
  }
}

/** A step's words end with what the line costs after it. */
const withAmount = ({ zh, en }: Sentence, parts: bigint): Sentence => {
  const amount = yuan(parts, 100n * PARTS)
  return { zh: `${zh}：${amount}`, en: `${en}: ${amount}` }
}

const tagPriceStep = ({ unitPriceFen, quantity, isSpecialPrice }: LineToPrice, tagFen: bigint): PriceStep =>
  step('tag-price', () => {
    const unit = yuan(BigInt(unitPriceFen))
    const product = quantity === 1 ? unit : `${unit} × ${quantity} = ${yuan(tagFen)}`
    return isSpecialPrice
      ? { zh: `特公价 ${product}`, en: `Special price ${product}` }
      : { zh: `吊牌价 ${product}`, en: `Tag price ${product}` }
  })

const noDiscountStep = ({ nameZh, nameEn }: Level): PriceStep =>
  step('no-card-discount', () => ({
    zh: `${nameZh}不打折，照常积分`,
    en: `${nameEn}: no discount yet, points as usual`,
  }))

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
