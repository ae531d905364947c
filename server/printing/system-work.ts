import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'

/** Runs a rule that no person asked for, in a transaction of its own. */
export const asSystem = <T>(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  rule: (work: Work) => Promise<T>,
): Promise<T> =>
  inTransaction(db, (tx) => rule({ tx, now: clock.now(), id: newId(), actor: { kind: 'system' } }))
