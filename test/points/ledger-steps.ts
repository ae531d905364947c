import fc from 'fast-check'

/** The first part is asked of the ledger itself, the second of tills and counters that stand on it. */
const KINDS = [
  'earn',
  'hold',
  'settle',
  'void',
  'take-back',
  'correct-up',
  'correct-down',
  'buy',
  'return',
  'redeem',
  'hand-over',
  'give-up',
] as const

/** What is asked of the ledger; `pick` chooses among what is there when it is done. */
export interface Operation {
  kind: (typeof KINDS)[number]
  member: number
  points: number
  pick: number
  /** days from the sale until it arrives, until its points may be spent, until they expire (0: never) */
  late: number
  pending: number
  life: number
  /** how often the same command is sent, all at once */
  copies: number
}

/** What happens at one moment, all of it at once; then time passes. */
export interface Step {
  operations: Operation[]
  /** connections to the database break meanwhile, and whoever got no answer asks again */
  breaks: boolean
  days: number
  /** the job that writes down what time did */
  runsJob: boolean
}

export const MEMBERS = 2

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom(...KINDS, 'earn', 'earn', 'hold', 'buy', 'buy', 'redeem'),
  member: fc.nat({ max: MEMBERS - 1 }),
  points: fc.integer({ min: 1, max: 40 }),
  pick: fc.nat({ max: 1_000 }),
  late: fc.constantFrom(0, 0, 0, 1, 5, 31, 32, 400),
  pending: fc.constantFrom(0, 0, 7, 14),
  life: fc.constantFrom(0, 0, 10, 30, 365),
  copies: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 2, 3),
})

const alone = fc.array(operation, { minLength: 1, maxLength: 1 })
const eight = fc.array(operation, { minLength: 8, maxLength: 8, size: 'max' })

const step: fc.Arbitrary<Step> = fc.record({
  operations: fc.oneof({ weight: 1, arbitrary: alone }, { weight: 1, arbitrary: eight }),
  breaks: fc.constantFrom(false, false, false, false, false, true),
  days: fc.constantFrom(0, 0, 0, 1, 3, 10, 60),
  runsJob: fc.boolean(),
})

export const steps = fc.array(step, { minLength: 1, maxLength: 20, size: 'max' })
