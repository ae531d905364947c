import fc from 'fast-check'

export const TABLETS = 2
export const DAYS = 3
const THREE_DAYS_MINUTES = 3 * 24 * 60

/** What befalls a tablet; `offline` is the browser's own word, the others happen behind its back. */
const befalling = ['up', 'cut', 'answers-lost', 'offline', 'reload', 'crash'] as const
export type Befalling = (typeof befalling)[number]

/** Something that happens so long after an enrolment was begun. */
export interface Trouble {
  afterMs: number
  what: Befalling
}

interface PlannedVisitor {
  phone: string
  name: string
  /** position among all cards of the booth */
  card: number
  wantsGift: boolean
  troubles: readonly Trouble[]
}

interface PlannedDay {
  /** the tablet's clock less ours */
  clockMinutes: number
  /** nothing gets through until one of the troubles lets it */
  beginsCut: boolean
  visitors: readonly PlannedVisitor[]
}

export interface Plan {
  /** by tablet, then by day */
  tablets: readonly (readonly PlannedDay[])[]
  /** pieces on the table on the first morning, and brought on each morning after it */
  pieces: readonly [number, number]
  /** after so many enrolments of both, the server dies so many milliseconds after entries came, for so long */
  kills: readonly { afterEnrolments: number; delayMs: number; deadMs: number }[]
}

/**
 * On the first morning both tablets are cut off, and each gives as many pieces as there are for both: what is given over stock
 * is drawn on the other days, and certain on this one.
 */
export function drawPlan({ enrolments, kills }: { enrolments: number; kills: number }, seed: number): Plan {
  const aDay = Math.floor(enrolments / DAYS)
  const longCut = Math.ceil(aDay / 2)
  const drawn = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, salt: number): T[] =>
    fc.sample(fc.noBias(arbitrary), { numRuns, seed: seed * 31 + salt })
  const visitors = drawn(visitor, TABLETS * enrolments, 1)
  const clocks = drawn(clock, TABLETS * DAYS, 2)
  const begins = drawn(fc.boolean(), TABLETS * DAYS, 3)
  const planDay = (tablet: number, day: number): PlannedDay => {
    const from = day * aDay
    const to = day === DAYS - 1 ? enrolments : from + aDay
    return {
      clockMinutes: clocks[tablet * DAYS + day] ?? 0,
      beginsCut: day === 0 || begins[tablet * DAYS + day] === true,
      visitors: Array.from({ length: to - from }, (_, index) => {
        const one = visitors[tablet * enrolments + from + index] ?? never()
        const isLongCut = day === 0 && index < longCut
        return {
          ...personOf({ tablet, index: from + index, enrolments, one }),
          wantsGift: isLongCut || one.wantsGift,
          troubles: isLongCut ? one.troubles.map(withoutNetwork) : one.troubles,
        }
      }),
    }
  }
  const tablets = Array.from({ length: TABLETS }, (_, tablet) =>
    Array.from({ length: DAYS }, (_, day) => planDay(tablet, day)),
  )
  const deaths = drawn(death, kills, 4)
  return {
    tablets,
    pieces: [longCut, aDay],
    kills: deaths
      .map(({ at, ...death }) => ({
        afterEnrolments: Math.floor((at * TABLETS * enrolments) / 1_000),
        ...death,
      }))
      .toSorted((one, other) => one.afterEnrolments - other.afterEnrolments),
  }
}

type Drawn = typeof visitor extends fc.Arbitrary<infer One> ? One : never

const trouble = fc.record({
  afterMs: fc.integer({ min: 0, max: 2_500 }),
  what: fc.oneof(
    { arbitrary: fc.constant<Befalling>('up'), weight: 6 },
    { arbitrary: fc.constant<Befalling>('cut'), weight: 4 },
    { arbitrary: fc.constant<Befalling>('answers-lost'), weight: 3 },
    { arbitrary: fc.constant<Befalling>('offline'), weight: 3 },
    { arbitrary: fc.constant<Befalling>('reload'), weight: 2 },
    { arbitrary: fc.constant<Befalling>('crash'), weight: 1 },
  ),
})
const visitor = fc.record({
  /** of the same place in the other tablet's queue */
  hasOthersPhone: oneIn(8),
  hasOthersCard: oneIn(12),
  cameBefore: oneIn(25),
  wantsGift: oneIn(6).map((one) => !one),
  troubles: fc.array(trouble, { maxLength: 2 }),
})
const clock = fc.oneof(
  { arbitrary: fc.constant(0), weight: 1 },
  { arbitrary: fc.integer({ min: 15, max: THREE_DAYS_MINUTES }), weight: 3 },
  { arbitrary: fc.integer({ min: -THREE_DAYS_MINUTES, max: -15 }), weight: 3 },
)
const death = fc.record({
  /** thousandths of the run */
  at: fc.integer({ min: 20, max: 950 }),
  delayMs: fc.integer({ min: 0, max: 120 }),
  deadMs: fc.integer({ min: 0, max: 3_000 }),
})

function oneIn(many: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: many }).map((one) => one === 1)
}

interface Place {
  tablet: number
  index: number
  enrolments: number
  one: Drawn
}

/** A phone or card that both tablets see comes from the first tablet's queue, so that no card is shown twice at one tablet. */
function personOf({ tablet, index, enrolments, one }: Place) {
  const isOther = tablet > 0
  const person = tablet * enrolments + index
  const phoneOf =
    isOther && (one.hasOthersPhone || index === 0) ? index : one.cameBefore && index > 0 ? person - 1 : person
  const card = isOther && (one.hasOthersCard || index === 1) ? index : person
  return { phone: `139${String(phoneOf).padStart(8, '0')}`, name: `来宾${phoneOf}号`, card }
}

const withoutNetwork = ({ afterMs, what }: Trouble): Trouble => ({
  afterMs,
  what: what === 'up' || what === 'answers-lost' ? 'cut' : what,
})

function never(): never {
  throw new Error('as many are drawn as are asked for')
}
