import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import type { Platform } from '../platform/platform.ts'
import type { ImportState } from './schema.ts'

export const WORK_IMPORTS = 'work-imports'
/** How long nothing may be heard of whoever works on an import before another takes over. */
export const LEASE_MS = 20_000

export type Needs = Pick<Platform, 'db' | 'clock' | 'log' | 'events' | 'jobs'> & { keys: KeyService }

export interface Claimed {
  importId: string
  worker: string
}

/** Somebody has paused or cancelled it, or another works on it. */
export class Stopped extends Error {}

/** Keeps an import for its worker to the transaction's end, and for a while after. Throws `Stopped`. */
export async function hold(
  tx: Tx,
  clock: Clock,
  { importId, worker }: Claimed,
  state: ImportState,
): Promise<void> {
  const until = new Date(clock.now().getTime() + LEASE_MS)
  const held = await sql`
    UPDATE imports SET worker_until = ${until} WHERE id = ${importId} AND worker = ${worker} AND state = ${state}`.execute(
    tx,
  )
  if (held.numAffectedRows !== 1n) throw new Stopped()
}

/** Gets an import worked on; together with the command that asks for it, or not at all. */
export const wakeImports = (tx: Tx, jobs: Platform['jobs']): Promise<void> =>
  jobs.enqueue(tx, WORK_IMPORTS, {})

/** Tells the page of an import that something has happened to it. */
export const tell = (tx: Tx, clock: Clock, importId: string): Promise<void> =>
  publish({ tx, now: clock.now() }, { topic: `import:${importId}`, type: 'import', data: { importId } })
