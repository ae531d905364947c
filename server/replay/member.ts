import { expiryOf } from '../programmes/index.ts'
import { addGiven, type Going, type Shop } from './going.ts'
import { giveBack } from './goods-back.ts'
import type { MemberHistory, OtherPoints } from './history.ts'
import { nightAfter } from './nights.ts'
import { contents, openPurse, put, settle, spend, takeOrOwe } from './purse.ts'
import { sell } from './selling.ts'
import { openStanding, remember, review, rise, takeGiven } from './standing.ts'
import { countMember, type Tally } from './tally.ts'

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
