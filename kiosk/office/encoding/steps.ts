import type { Run } from '../../api/encoding.ts'

/** The steps of a chip in their order, as the server names them. */
const chipSteps = [
  'read-chip',
  'authenticate',
  'write-address',
  'change-keys',
  'enable-sun',
  'declare-read-only',
  'change-master-key',
  'read-back',
  'prove-master-key',
] as const
const stripeSteps = ['write-stripe', 'read-stripe'] as const

export type CardStep = (typeof chipSteps)[number] | (typeof stripeSteps)[number]

/** What a card goes through in this run. */
export const stepsOf = ({ stripeName }: Run): readonly CardStep[] =>
  stripeName === null ? chipSteps : [...chipSteps, ...stripeSteps]

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
