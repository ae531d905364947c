import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { replay } from './run.ts'
import type { Said, ThreadData } from './thread.ts'

const port = parentPort
assert(port, 'this runs as a thread of the server')
const say = (said: Said): void => port.postMessage(said)

const { databaseUrl, task } = workerData as ThreadData
const db = openDatabase({ url: databaseUrl, size: 1 })
try {
  const found = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => replay(tx, task, (done, total) => say({ kind: 'progress', done, total })))
  say({ kind: 'found', ...found })
} finally {
  await db.destroy()
}
