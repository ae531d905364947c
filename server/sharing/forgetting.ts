import { dayOf } from '../platform/clock.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetOpensBefore } from './queries.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

/** Forgets who has opened what on days that are over: a visitor counts anew on another day. */
export const forgetOpens = ({ db, clock }: Needs): Promise<void> => forgetOpensBefore(db, dayOf(clock.now()))

/** Every night. */
export const openForgetting = (needs: Needs): JobKind<never> => ({
  name: 'forget-share-opens',
  cron: '35 3 * * *',
  handle: () => forgetOpens(needs),
})
