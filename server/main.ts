import { createHmac } from 'node:crypto'
import { buildApp } from './app.ts'
import type { Config } from './config/config.ts'
import { startEmpty } from './local/start-empty.ts'
import { createKeyService, readRootKey } from './keys/index.ts'
import { migrate } from './migrations/index.ts'
import { systemClock } from './platform/clock.ts'
import { openDatabase } from './platform/database.ts'
import { startEventHub } from './platform/events.ts'
import { createJobs } from './platform/jobs.ts'
import { createLog } from './platform/log.ts'
import { createMetrics } from './platform/metrics.ts'

export interface RunningServer {
  /** where it listens, e.g. http://127.0.0.1:8080 */
  address: string
  /** answers what is under way, then lets go of the database */
  stop(): Promise<void>
}

/** Brings the schema up to date, builds the app and listens. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = createLog(config.logLevel)
  const keys = createKeyService(readRootKey(config.keyFile))
  const db = openDatabase({ url: config.databaseUrl })
  await migrate(db)
  const jobs = createJobs({ databaseUrl: config.databaseUrl, log, doesThem: true })
  const contentKey = keys.blindIndex('content-hash', 'key')
  const platform = {
    db,
    log,
    jobs,
    clock: systemClock,
    metrics: createMetrics(),
    events: startEventHub(db),
    contentHash: (content: string) => createHmac('sha256', contentKey).update(content).digest(),
  }
  const { samplePeopleFile } = config
  const app = await buildApp({
    platform,
    keys,
    config,
    ...(samplePeopleFile ? { leaveOutSampleData: () => startEmpty(db, samplePeopleFile) } : {}),
  })
  const address = await app.listen({ host: config.host, port: config.port })
  log.info({ address, keys: keys.checkValue }, 'listening')
  return {
    address,
    async stop() {
      await app.close()
      await jobs.stop()
      await db.destroy()
    },
  }
}
