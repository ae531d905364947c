import { availableParallelism } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { sql } from 'kysely'
import { openDatabase, type Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { countMembers, spansOf } from './history-queries.ts'
import { replay, resultOf } from './run.ts'
import { startHelper, type Said, type ThreadData } from './thread.ts'

const port = parentPort
assert(port, 'this runs as a thread of the server')
const say = (said: Said): void => port.postMessage(said)

/** More would keep the server's own requests from the cores. */
const MOST_THREADS = 2
/** Fewer are gone through before another thread has begun. */
const MEMBERS_WORTH_A_THREAD = 2_000

const { databaseUrl, task, share } = workerData as ThreadData
const db = openDatabase({ url: databaseUrl, size: 1 })
try {
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => (share ? help(tx, share) : lead(tx)))
} finally {
  await db.destroy()
}

/** Goes through the first members itself, and has another thread go through the rest, on the same snapshot. */
async function lead(tx: Tx): Promise<void> {
  const { programmeId } = task
  const total = await countMembers(tx, programmeId)
  const cores = Math.min(MOST_THREADS, availableParallelism())
  const threads = Math.max(1, Math.min(cores, Math.floor(total / MEMBERS_WORTH_A_THREAD)))
  const [first, ...others] = await spansOf(tx, programmeId, threads)
  assert(first, 'there is a first span')
  const done = [first, ...others].map(() => 0)
  const progress = (which: number) => (members: number) => {
    done[which] = members
    say({
      kind: 'progress',
      done: Math.min(
        total,
        done.reduce((sum, each) => sum + each, 0),
      ),
      total,
    })
  }
  const snapshot = others.length > 0 ? await exportSnapshot(tx) : ''
  const helped = others.map((span, index) =>
    startHelper({ databaseUrl, task, share: { snapshot, span } }, progress(index + 1)),
  )
  const own = await replay(tx, task, { span: first, progress: progress(0) })
  say({ kind: 'found', ...resultOf(task, [own, ...(await Promise.all(helped))]) })
}

async function help(tx: Tx, { snapshot, span }: NonNullable<ThreadData['share']>): Promise<void> {
  await sql`SET TRANSACTION SNAPSHOT ${sql.lit(snapshot)}`.execute(tx)
  const progress = (done: number): void => say({ kind: 'progress', done, total: done })
  say({ kind: 'part', part: await replay(tx, task, { span, progress }) })
}

/** @returns the name by which other transactions see what this one sees, as long as it lasts */
async function exportSnapshot(tx: Tx): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT pg_export_snapshot() AS name`.execute(tx)
  const [row] = rows
  assert(row, 'a snapshot has a name')
  return row.name
}
