import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetFacts } from './fact-queries.ts'

/** Every night. */
export const factForgetting = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'forget-watched',
  cron: '25 3 * * *',
  handle: () => forgetFacts(db, clock.now()),
})
