import type { Fact } from '../../server/watch/measures.ts'
import { seeded } from '../faults/ground/seeded.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const FIRST_DAY = Date.parse('2026-03-02T00:00:00+08:00')

const COUNTERS = 24
const VISITS_A_DAY = 260
const MEMBERS = 3_000
/** They come every few days. */
const REGULARS = 300

/** Things by what they share, each group in its order. */
export function grouped<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string | null) {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const group = key === null ? undefined : groups.get(key)
    if (group) group.push(thing)
    else if (key !== null) groups.set(key, [thing])
  }
  return groups
}

let made = 0

/** Something that happened, with what it does not say left out. */
export const fact = (kind: Fact['kind'], at: number, more: Partial<Fact>): Fact => ({
  kind,
  id: `fact-${(made += 1)}`,
  nth: 0,
  at,
  memberId: 'nobody',
  cardNumber: null,
  tillId: null,
  cashier: null,
  counterId: null,
  giftId: null,
  staffId: null,
  fen: 0,
  points: 0,
  owed: 0,
  partnerId: null,
  notedAt: at,
  ...more,
})

export const purchase = (at: number, more: Partial<Fact>): Fact =>
  fact('purchase', at, {
    cardNumber: more.memberId ?? null,
    points: Math.floor((more.fen ?? 0) / 1_000),
    ...more,
  })

/**
 * Ordinary days of a mall: whoever comes visits one to four counters within two hours, weekends bring half as many more,
 * every seventh Friday is members' day with double points; one piece in twenty-five comes back within two weeks; some
 * redeem what they have saved, some pay with a voucher.
 */
export function ordinaryDays(days: number, seed: number): Fact[] {
  const random = seeded(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const facts: Fact[] = []
  for (let day = 0; day < days; day += 1) {
    const opens = FIRST_DAY + day * DAY_MS + 10 * 60 * MINUTE_MS
    const isWeekend = day % 7 >= 5
    const isMembersDay = day % 49 === 4
    for (let visit = 0; visit < VISITS_A_DAY * (isWeekend ? 1.5 : 1); visit += 1) {
      const memberId = `member-${whole(random() < 0.2 ? REGULARS : MEMBERS)}`
      let at = opens + whole(660) * MINUTE_MS
      for (let counters = 1 + Math.floor(random() ** 3 * 4); counters > 0; counters -= 1) {
        const counter = whole(COUNTERS)
        const till = {
          memberId,
          counterId: `counter-${counter}`,
          tillId: `till-${counter}`,
          cashier: `${day % 2}`,
        }
        const fen = 4_900 + whole(400) * 100 + Math.floor(random() ** 8 * 9_000) * 100
        const points = Math.floor(fen / 1_000) * (isMembersDay ? 2 : 1)
        const bought = purchase(at, { ...till, fen, points })
        facts.push(bought)
        if (random() < 0.05) facts.push(fact('voucher', at, { ...till, fen: 2_000 }))
        if (random() < 0.04)
          facts.push(
            fact('return', at + whole(14) * DAY_MS, {
              ...till,
              id: bought.id,
              fen,
              points,
              owed: random() < 0.05 ? Math.min(points, 60) : 0,
            }),
          )
        at += (4 + whole(50)) * MINUTE_MS
      }
      if (random() < 0.05) {
        const handing = { memberId, giftId: `gift-${whole(6)}`, staffId: `person-${day % 3}`, points: 200 }
        facts.push(fact('held', at, handing), fact('settled', at + 5 * MINUTE_MS, handing))
      }
    }
  }
  return facts.toSorted((a, b) => a.at - b.at)
}
