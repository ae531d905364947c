import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetTriesBefore } from './queries.ts'
import { triesRememberedSince } from './signing-in.ts'

/** Every hour: names that were tried a day ago and not since are forgotten. */
export const forgettingTries = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'forget-sign-in-tries',
  cron: '17 * * * *',
  async handle() {
    await forgetTriesBefore(db, triesRememberedSince(clock.now()))
  },
})
