import { dayOf } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import {
  capLeft,
  expiryOf,
  judgeEarning,
  lotTerms,
  monthOf,
  priceReceipt,
  type CapLeft,
  type PricedReceipt,
  type Rules,
  type Selling,
} from '../programmes/index.ts'
import { everything, judgeReturn, knownLevel, type Left, type Sold } from '../purchases/index.ts'
import type { GoodsBack, MemberHistory, OtherPoints, Sale } from './history.ts'
import { nightAfter } from './nights.ts'
import { contents, openPurse, put, settle, spend, takeBack, takeOrOwe, type Purse } from './purse.ts'
import {
  fallAfterReturn,
  levelAt,
  openStanding,
  remember,
  review,
  rise,
  takeGiven,
  type Kept,
  type Standing,
} from './standing.ts'
import { countMember, countRefund, countSale, type Tally } from './tally.ts'

/** What is the same for every member of one run. */
export interface Shop {
  rulesAt(moment: Date): Rules
  /** what a counter had agreed to */
  counterAt(counterId: string, moment: Date): Selling | undefined
  /** the first moment after the period */
  until: Date
}

/** Where one member stands at the end. */
export interface Outcome {
  from: string
  to: string
  /** for purchases, before anything came back */
  earned: bigint
  /** to be spent now or later */
  points: bigint
  owed: bigint
}

/** A sale of the period as these rules judged it. */
interface Judged {
  sale: Sale
  rules: Rules
  level: string
  sold: Sold
  left: Left
  kept: Kept
}

interface Going {
  shop: Shop
  tally: Tally
  standing: Standing
  purse: Purse
  judged: Map<string, Judged>
  before: Map<string, { kept: Kept; points: bigint }>
  /** points that are held for purchases, by the day and the month of the sale */
  given: Map<string, bigint>
  /** when merit is looked at next: the night after a purchase */
  meritAt: Date | null
  earned: bigint
}

/** Goes through one member's history under one shop's rules, and adds what comes of it to a tally. */
export function replayMember(history: MemberHistory, shop: Shop, tally: Tally): Outcome {
  const begin = firstMoment(history, shop)
  const going: Going = {
    shop,
    tally,
    standing: openStanding(history, shop.rulesAt(begin)),
    purse: openPurse(history.opening),
    judged: new Map(),
    before: new Map(),
    given: new Map(),
    meritAt: null,
    earned: 0n,
  }
  for (const { id, soldAt, paidFen, points } of history.before) {
    const kept = remember(going.standing, { soldAt, netFen: paidFen })
    going.before.set(id, { kept, points })
    addGiven(going, soldAt, points)
  }
  const opening = contents(going.purse)
  for (const { at, act } of eventsOf(history)) {
    passNights(going, at)
    settle(going.purse, at)
    act(going)
  }
  passNights(going, shop.until)
  settle(going.purse, new Date(shop.until.getTime() - 1))
  const left = contents(going.purse)
  const sums = tally.points
  sums.opening += opening.pending + opening.spendable - opening.owed
  sums.expired += going.purse.expired
  sums.pending += left.pending
  sums.spendable += left.spendable
  sums.owed += left.owed
  const outcome = {
    from: history.level,
    to: going.standing.level,
    earned: going.earned,
    points: left.pending + left.spendable,
    owed: left.owed,
  }
  countMember(tally, outcome)
  return outcome
}

const firstMoment = ({ sales, joinedAt }: MemberHistory, { until }: Shop): Date =>
  sales[0]?.soldAt ?? (joinedAt < until ? joinedAt : until)

interface Event {
  at: Date
  act: (going: Going) => void
}

/** In the order of time; of one moment levels first, then sales, then what came back. */
function eventsOf({ given, sales, back, others }: MemberHistory): Event[] {
  const events: Event[] = [
    ...given.map((each) => ({
      at: each.at,
      act: ({ standing, shop }: Going) => takeGiven(standing, shop.rulesAt(each.at), each),
    })),
    ...sales.map((sale) => ({ at: sale.soldAt, act: (going: Going) => sell(going, sale) })),
    ...back.map((goods) => ({ at: goods.at, act: (going: Going) => giveBack(going, goods) })),
    ...others.map((other) => ({ at: other.at, act: (going: Going) => post(going, other) })),
  ]
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** Each night's look at merit after a purchase, and at levels whose review is due. */
function passNights(going: Going, until: Date): void {
  const { standing, shop } = going
  for (;;) {
    const { meritAt } = going
    const reviewAt = standing.reviewAt && nightAfter(standing.reviewAt)
    const next = meritAt && reviewAt ? (meritAt < reviewAt ? meritAt : reviewAt) : (meritAt ?? reviewAt)
    if (!next || next >= until) return
    const rules = shop.rulesAt(next)
    if (meritAt?.getTime() === next.getTime()) {
      going.meritAt = null
      rise(standing, rules, { looking: 'merit', at: next })
    }
    if (standing.reviewAt && standing.reviewAt <= next) review(standing, rules, next)
  }
}

function sell(going: Going, sale: Sale): void {
  const { shop, standing, purse, tally } = going
  const { soldAt, lines, paidFen: recordedFen, payFen } = sale
  const rules = shop.rulesAt(soldAt)
  const priced = pricing(going, sale)
  const whole = priced.price(lines.map(({ quantity }) => quantity))
  const paidFen = inProportion(recordedFen, { of: payFen, to: whole.payFen, most: whole.tagFen })
  const left = capLeft(rules, {
    onDay: going.given.get(dayOf(soldAt)) ?? 0n,
    inMonth: going.given.get(monthOf(dayOf(soldAt))) ?? 0n,
  })
  const receipt = { counterId: sale.counterId, soldAt, paidFen, lines: whole.lines }
  const { points } = judgeEarning(rules, receipt, left)
  const sold = asSold(sale, { rules, whole, paidFen, priced, capLeft: left })
  const kept = remember(standing, { soldAt, netFen: paidFen })
  const { level } = priced
  going.judged.set(sale.id, { sale, rules, level, sold, left: everything(sold, points), kept })
  addGiven(going, soldAt, points)
  going.earned += points
  countSale(tally, { month: kept.month, level, tagFen: whole.tagFen, paidFen, points })

  rise(standing, rules, { looking: 'purchase', at: soldAt })
  const reference = `purchase:${sale.id}`
  put(purse, { reference, earnedAt: soldAt, points, ...lotTerms(rules, soldAt) }, soldAt)
  going.meritAt ??= nightAfter(soldAt)
}

interface Pricing {
  level: string
  price(quantities: readonly number[]): PricedReceipt
}

/** Prices a sale, or what is left of it, for the level that the member has by now. */
function pricing({ shop, standing }: Going, { lines, counterId, coupon: code, ...sale }: Sale): Pricing {
  const at = sale.pricedAt ?? sale.soldAt
  const rules = shop.rulesAt(at)
  const counter = shop.counterAt(counterId, at)
  assert(counter, 'a purchase was sold at a counter')
  const level = knownLevel(rules, sale.cardLevel ?? levelAt(standing, at))
  const coupon = code === null ? undefined : rules.prices.coupons.find((each) => each.code === code)
  const ofPrice = { counter, level, prices: rules.prices, day: dayOf(at), ...(coupon ? { coupon } : {}) }
  return {
    level: level.code,
    price: (quantities) =>
      priceReceipt(
        ofPrice,
        lines.flatMap((line, index) => {
          const quantity = quantities[index] ?? 0
          return quantity > 0 ? [{ ...line, quantity }] : []
        }),
      ),
  }
}

/** What would have been paid: as much more or less than the price as was really paid, never more than the tag prices. */
function inProportion(paidFen: bigint, { of, to, most }: { of: bigint; to: bigint; most: bigint }): bigint {
  const wouldBe = of === 0n ? paidFen : (2n * paidFen * to + of) / (2n * of)
  return wouldBe < most ? wouldBe : most
}

const asSold = (
  { counterId, soldAt, lines }: Sale,
  judged: { rules: Rules; whole: PricedReceipt; paidFen: bigint; priced: Pricing; capLeft: CapLeft },
): Sold => ({
  quantities: lines.map(({ quantity }) => quantity),
  payFen: judged.whole.payFen,
  paidFen: judged.paidFen,
  price: (quantities) => judged.priced.price(quantities).payFen,
  earn: (quantities, paidFen) => {
    const { lines: remaining } = judged.priced.price(quantities)
    return judgeEarning(judged.rules, { counterId, soldAt, paidFen, lines: remaining }, judged.capLeft).points
  },
})

function addGiven({ given }: Going, soldAt: Date, points: bigint): void {
  const day = dayOf(soldAt)
  for (const key of [day, monthOf(day)]) given.set(key, (given.get(key) ?? 0n) + points)
}

function giveBack(going: Going, { purchaseId, at, pieces, ...recorded }: GoodsBack): void {
  const { shop, standing, purse, tally } = going
  const judged = going.judged.get(purchaseId)
  const earlier = going.before.get(purchaseId)
  const back = judged ? judgeBack(judged, pieces) : { refundFen: recorded.refundFen, points: recorded.points }
  const soldAt = judged?.sale.soldAt ?? earlier?.kept.soldAt ?? at
  const kept = judged?.kept ?? earlier?.kept
  if (kept) kept.netFen -= back.refundFen
  addGiven(going, soldAt, -back.points)
  takeBack(purse, back.points, `purchase:${purchaseId}`)
  tally.points.takenBack += back.points
  const level = judged?.level ?? levelAt(standing, soldAt)
  countRefund(tally, { month: monthOf(dayOf(at)), level, refundFen: back.refundFen })
  const inForce = shop.rulesAt(at)
  fallAfterReturn(standing, { ofSale: judged?.rules ?? inForce, inForce, at })
}

/** Judges what came back by the rules of the sale, and remembers what is left. */
function judgeBack(judged: Judged, pieces: GoodsBack['pieces']): { refundFen: bigint; points: bigint } {
  const all = judged.left.quantities.flatMap((quantity, index) =>
    quantity > 0 ? [{ line: index + 1, quantity }] : [],
  )
  const result = judgeReturn(judged.sold, judged.left, pieces.length > 0 ? pieces : all)
  assert(result.ok, 'what was taken back had been sold')
  judged.left = result.value.left
  return result.value
}

function post({ shop, purse, tally: { points: sums } }: Going, other: OtherPoints): void {
  const { kind, at, reference, availableAt, expiresAt } = other
  switch (kind) {
    case 'welcome': {
      const rules = shop.rulesAt(at)
      const points = BigInt(rules.welcomePoints)
      sums.welcome += points
      put(purse, { reference, earnedAt: at, points, availableAt: at, expiresAt: expiryOf(rules, at) }, at)
      return
    }
    case 'given':
      sums.given += other.points
      put(purse, { reference, earnedAt: at, points: other.points, availableAt, expiresAt }, at)
      return
    case 'spent': {
      const spent = spend(purse, other.points)
      sums.redeemed += spent
      sums.unredeemable += other.points - spent
      return
    }
    case 'taken':
      sums.taken += other.points
      takeOrOwe(purse, other.points)
  }
}
