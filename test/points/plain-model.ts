/** Points that were earned together. Times are days. */
interface Earned {
  id: string
  earnedAt: number
  availableAt: number
  /** Infinity: never */
  expiresAt: number
}

/** One single point, and where it is: `pending`, `free`, `held …`, or gone in one of several ways. */
interface Point {
  from: Earned
  at: string
}

/** A piece that was set aside for points, and whether it has been put back. */
interface Redemption {
  cause: string
  heldOn: number
  state: 'held' | 'settled' | 'back'
}

/** A member's points, each of them a thing of its own: too slow for a shop, too plain to be wrong. */
export interface PlainMember {
  points: Point[]
  owed: number
  /** what was paid and not paid back, in fen */
  keptFen: number
  redemptions: Redemption[]
}

export const plainMember = (): PlainMember => ({ points: [], owed: 0, keptFen: 0, redemptions: [] })

/** `spend-levels`, in yuan. */
const LEVELS = [
  ['diamond', 500],
  ['platinum', 300],
  ['gold', 200],
  ['silver', 100],
] as const

export const levelOf = ({ keptFen }: PlainMember): string =>
  LEVELS.find(([, yuan]) => keptFen >= yuan * 100)?.[0] ?? 'member'

/** Pieces that are not on the shelf because of a member. */
export const piecesOf = ({ redemptions }: PlainMember): number =>
  redemptions.filter(({ state }) => state !== 'back').length

/** A hold lapses within its day, so it is over on the next. */
const isOver = ({ state, heldOn }: Redemption, now: number): boolean => state === 'held' && heldOn < now

export const hasOverdue = ({ redemptions }: PlainMember, now: number): boolean =>
  redemptions.some((each) => isOver(each, now))

/** Longest first; of one day by their ids, as the ledger does: in this order points come back and pay what is owed. */
const byAge = (a: Redemption, b: Redemption): number => a.heldOn - b.heldOn || (a.cause < b.cause ? -1 : 1)

export function lapse(member: PlainMember, now: number): void {
  for (const redemption of member.redemptions.toSorted(byAge))
    if (isOver(redemption, now)) {
      redemption.state = 'back'
      giveUp(member, redemption.cause, now)
    }
}

/** @returns how many points are short; nothing is held then */
export function redeem(
  member: PlainMember,
  { cause, price, now }: { cause: string; price: number; now: number },
): number {
  lapse(member, now)
  const short = hold(member, price, cause)
  if (short === 0) member.redemptions.push({ cause, heldOn: now, state: 'held' })
  return short
}

/** Hands a piece over or gives it up. @returns what becomes of it; undefined where it has ended before */
export function endRedemption(
  member: PlainMember,
  { cause, isHandedOver, now }: { cause: string; isHandedOver: boolean; now: number },
): 'ended' | 'lapsed' | undefined {
  const redemption = member.redemptions.find((each) => each.cause === cause)
  if (redemption?.state !== 'held') return undefined
  const hasLapsed = isOver(redemption, now)
  const isSettled = isHandedOver && !hasLapsed
  redemption.state = isSettled ? 'settled' : 'back'
  if (isSettled) settle(member, cause)
  else giveUp(member, cause, now)
  return hasLapsed ? 'lapsed' : 'ended'
}

export const count = ({ points }: PlainMember, is: (at: string) => boolean): number =>
  points.filter(({ at }) => is(at)).length

const inOrder = (points: Point[]): Point[] =>
  points.toSorted(
    ({ from: a }, { from: b }) =>
      (a.expiresAt === b.expiresAt ? 0 : a.expiresAt - b.expiresAt) ||
      a.earnedAt - b.earnedAt ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )

const where = (member: PlainMember, at: string): Point[] =>
  inOrder(member.points.filter((point) => point.at === at))

/** Points that have just become free: some are too old, some pay a debt. */
function settleFreed(member: PlainMember, freed: Point[], now: number): void {
  for (const point of freed) if (point.from.expiresAt <= now) point.at = 'expired'
  for (const point of inOrder(freed.filter(({ at }) => at === 'free')).slice(0, member.owed)) {
    point.at = 'paid'
    member.owed -= 1
  }
}

/** What time does; the ledger does it before anything else, or in its job. */
export function passTime(member: PlainMember, now: number): void {
  const matured = where(member, 'pending').filter(({ from }) => from.availableAt <= now)
  for (const point of matured) point.at = 'free'
  for (const point of where(member, 'free')) if (point.from.expiresAt <= now) point.at = 'expired'
  settleFreed(
    member,
    matured.filter(({ at }) => at === 'free'),
    now,
  )
}

export function earn(member: PlainMember, many: number, from: Earned, now: number): void {
  const at = from.availableAt > now ? 'pending' : 'free'
  const points = Array.from({ length: many }, () => ({ from, at }))
  member.points.push(...points)
  if (at === 'free') settleFreed(member, points, now)
}

/** @returns how many are short; nothing is held then */
export function hold(member: PlainMember, many: number, cause: string): number {
  const free = where(member, 'free')
  if (free.length < many) return many - free.length
  for (const point of free.slice(0, many)) point.at = `held ${cause}`
  return 0
}

export function settle(member: PlainMember, cause: string): void {
  for (const point of where(member, `held ${cause}`)) point.at = 'spent'
}

export function giveUp(member: PlainMember, cause: string, now: number): void {
  const freed = where(member, `held ${cause}`)
  for (const point of freed) point.at = 'free'
  settleFreed(member, freed, now)
}

/** Own points that expired, own ones that wait, own free ones, other free ones; the rest is owed. */
export function takeBack(member: PlainMember, many: number, earning: string) {
  const own = (at: string) => where(member, at).filter(({ from }) => from.id === earning)
  const expired = own('expired').slice(0, many)
  for (const point of expired) point.at = 'back'
  const others = where(member, 'free').filter(({ from }) => from.id !== earning)
  const there = [...own('pending'), ...own('free'), ...others].slice(0, many - expired.length)
  for (const point of there) point.at = 'back'
  const owed = many - expired.length - there.length
  member.owed += owed
  return { taken: there.length, owed, expired: expired.length }
}

export function correctDown(member: PlainMember, many: number): void {
  const there = where(member, 'free').slice(0, many)
  for (const point of there) point.at = 'corrected'
  member.owed += many - there.length
}

/** What is left of each lot, by the id of its earning. */
export function lotsOf({ points }: PlainMember): Map<string, { left: number; expired: number }> {
  const lots = new Map<string, { left: number; expired: number }>()
  for (const { from, at } of points) {
    const lot = lots.get(from.id) ?? { left: 0, expired: 0 }
    if (at === 'pending' || at === 'free') lot.left += 1
    if (at === 'expired') lot.expired += 1
    lots.set(from.id, lot)
  }
  return lots
}
