import { createHmac } from 'node:crypto'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config/config.ts'
import { startEmpty } from './local/start-empty.ts'
import { createKeyService, openKeyStore, type KeyService } from './keys/index.ts'
import { migrate } from './migrations/index.ts'
import { openOwnTls } from './own-ca/index.ts'
import { systemClock } from './platform/clock.ts'
import { openDatabase, type Db } from './platform/database.ts'
import { demandSupportedPostgres } from './platform/database-version.ts'
import { startEventHub } from './platform/events.ts'
import { createJobs } from './platform/jobs.ts'
import { createLog } from './platform/log.ts'
import { AppError } from './platform/errors.ts'
import { createMetrics } from './platform/metrics.ts'

export interface RunningServer {
  /** where it listens, e.g. http://127.0.0.1:8080 */
  address: string
  /** answers what is under way, then lets go of the database */
  stop(): Promise<void>
}

/** What must be in the database before anybody is served. */
type Prepare = (db: Db, keys: KeyService) => Promise<void>

/**
 * Brings the schema up to date, builds the app and listens.
 * @throws AppError `database-too-old`, or what stands in the way of listening; the database is let go of
 */
export async function startServer(
  config: Config,
  prepare: Prepare = () => Promise.resolve(),
): Promise<RunningServer> {
  const log = createLog(config.logLevel)
  const keys = openKeys(config, log)
  const db = openDatabase({ url: config.databaseUrl })
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
  const needs = {
    platform,
    keys,
    config,
    ...(samplePeopleFile ? { leaveOutSampleData: () => startEmpty(db, samplePeopleFile) } : {}),
  }
  try {
    const { transport, publicUrl, host, port } = config
    const ownTls =
      transport.kind === 'own-ca'
        ? await openOwnTls({ ...transport, publicUrl, clock: systemClock })
        : undefined
    const tls = ownTls ?? (transport.kind === 'https' ? { credentials: transport } : undefined)
    const building = buildApp({ ...needs, ...(tls ? { tls } : {}) })
    const [app] = await Promise.all([building, bringUpToDate(db, () => prepare(db, keys))])
    const address = await app.listen({ host, port })
    const stopOwnTls = await ownTls?.keep(app.server, host)
    log.info({ address, keys: keys.checkValue, trust: ownTls?.anchor.fingerprint }, 'listening')
    return {
      address,
      async stop() {
        await stopOwnTls?.()
        await app.close()
        await jobs.stop()
        await db.destroy()
      },
    }
  } catch (error) {
    await platform.events.stop()
    await db.destroy()
    throw error
  }
}

/** A key file without a passphrase is for trying out: whoever copies it can make cards. A laptop of booths makes none. */
function openKeys({ keyStore, isSimulated, gathers }: Config, log: Logger): KeyService {
  const { store, isUnsealed } = openKeyStore(keyStore)
  if (gathers) return createKeyService(store)
  if (isUnsealed && !isSimulated) {
    throw new AppError(
      'key-file-unsealed',
      'The key file opens without a passphrase, which is for the sample shop only: seal it with `cardwright keys seal`.',
    )
  }
  if (isUnsealed)
    log.warn('the key file is not sealed: whoever copies it can make cards; this is for the sample shop only')
  return createKeyService(store)
}

async function bringUpToDate(db: Db, prepare: () => Promise<void>): Promise<void> {
  await demandSupportedPostgres(db)
  await migrate(db)
  await prepare()
}
