import PgBoss from 'pg-boss'
import type { Logger } from 'pino'
import type { Tx } from './database.ts'
import { CompiledQuery } from 'kysely'

/** A kind of work that is done later, outside the command that asked for it. Handlers must bear being run twice. */
export interface JobKind<Data extends object> {
  name: string
  handle(data: Data): Promise<void>
  /** 5-field cron in the shop's zone, for work that comes back by itself */
  cron?: string
}

export interface Jobs {
  /** Writes the job in the command's own transaction: it exists if and only if the command does. */
  enqueue(tx: Tx, name: string, data: object, options?: { startAfter?: Date }): Promise<void>
  start(kinds: readonly JobKind<never>[]): Promise<void>
  stop(): Promise<void>
}

export interface JobsOptions {
  databaseUrl: string
  log: Logger
  /** false: jobs are written and left for another server to do */
  doesThem: boolean
}

/** Jobs in the database (pg-boss), so that they survive restarts and any server may do them. */
export function createJobs({ databaseUrl, log, doesThem }: JobsOptions): Jobs {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'cardwright-jobs',
    max: 3,
    supervise: doesThem,
    schedule: doesThem,
  })
  boss.on('error', (error) => log.warn({ code: 'jobs-fault', reason: error.message }, 'job queue fault'))
  return {
    async enqueue(tx, name, data, options = {}) {
      const through = { executeSql: (text: string, values: unknown[]) => executeIn(tx, text, values) }
      await boss.send(name, data, {
        db: through,
        retryLimit: 5,
        retryBackoff: true,
        ...(options.startAfter ? { startAfter: options.startAfter } : {}),
      })
    },
    async start(kinds) {
      await boss.start()
      for (const kind of kinds) {
        await boss.createQueue(kind.name)
        if (!doesThem) continue
        await boss.work(kind.name, { pollingIntervalSeconds: 1 }, async (jobs: { data: object }[]) => {
          for (const job of jobs) await kind.handle(job.data as never)
        })
        if (kind.cron) await boss.schedule(kind.name, kind.cron, {}, { tz: 'Asia/Shanghai' })
      }
    },
    stop: () => boss.stop({ graceful: true, close: true, timeout: 5_000 }),
  }
}

async function executeIn(tx: Tx, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  const result = await tx.executeQuery(CompiledQuery.raw(text, values))
  return { rows: result.rows }
}
