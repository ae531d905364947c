import type { Progress, Run } from '../../api/encoding.ts'

const ntag424 = {
  before: ['read-chip', 'check-originality', 'authenticate', 'write-address', 'change-keys'],
  after: ['enable-sun', 'declare-read-only', 'change-master-key', 'read-back', 'prove-master-key'],
} as const
const ntag21x = ['read-chip', 'write-content', 'set-password', 'protect', 'read-back', 'lock'] as const
const ultralight = ['read-chip', 'write-content', 'set-keys', 'protect', 'read-back', 'lock'] as const
const desfire = [
  'read-chip',
  'check-originality',
  'change-card-key',
  'create-application',
  'write-member-data',
  'change-keys',
  'close-application',
  'change-master-key',
  'read-back',
] as const

/** The steps of each chip in their order, as the server names them. */
const chipSteps = {
  'ntag424-dna': [...ntag424.before, ...ntag424.after],
  'ntag424-dna-lrp': [...ntag424.before, 'use-lrp', ...ntag424.after],
  ntag213: ntag21x,
  ntag215: ntag21x,
  ntag216: ntag21x,
  'ultralight-c': ultralight,
  'ultralight-aes': ultralight,
  desfire,
  'classic-1k': ['read-chip', 'write-data', 'read-back', 'change-keys', 'prove-keys'],
  'stripe-only': [],
} as const satisfies Record<Progress['chip'], readonly string[]>
const stripeSteps = ['write-stripe', 'read-stripe'] as const

export type CardStep = (typeof chipSteps)[Progress['chip']][number] | (typeof stripeSteps)[number]

/** What a card goes through in this run. */
export const stepsOf = ({ stripeName }: Run, chip: Progress['chip']): readonly CardStep[] =>
  stripeName === null ? chipSteps[chip] : [...chipSteps[chip], ...stripeSteps]

/** What the person at the reader has to do now. */
export type Task = 'put' | 'wait' | 'swipe' | 'take' | 'spoiled'

export function taskOf(step: string | null): Task {
  if (step === null || step === 'waiting-for-card') return 'put'
  if (step === 'finished') return 'take'
  if (step === 'spoiled') return 'spoiled'
  return step === 'write-stripe' || step === 'read-stripe' ? 'swipe' : 'wait'
}

/** How many of the steps are behind a card that is at `step`. */
export function stepsDone(steps: readonly CardStep[], step: string | null): number {
  if (step === 'finished') return steps.length
  return Math.max(
    0,
    steps.findIndex((name) => name === step),
  )
}

export const isCardStep = (step: string | null): step is CardStep =>
  [...Object.values(chipSteps).flat(), ...stripeSteps].some((name) => name === step)
