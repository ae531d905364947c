import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from './embedded-postgres.ts'
import type { PostgresHome } from './postgres-home.ts'
import { isAlive } from './process-life.ts'

export interface KeptPostgres {
  url: string
  adopted: boolean
  stop(): Promise<void>
}

const watchMs = 500
const pauseMs = 1_000

/** Starts PostgreSQL and starts it again, at the same address, whenever it dies; `say` gets one sentence for people. */
export async function keepPostgres(home: PostgresHome, say: (line: string) => void): Promise<KeptPostgres> {
  const over = new AbortController()
  const rest = (ms: number) => sleep(ms, undefined, { signal: over.signal }).catch(() => undefined)
  let postgres = await startPostgres(home)

  const startAgain = async () => {
    say('The database stopped by itself. It is being started again.')
    while (!over.signal.aborted) {
      try {
        postgres = await startPostgres(home, { port: postgres.port })
        return say('The database runs again.')
      } catch {
        await rest(pauseMs)
      }
    }
  }
  const watch = async () => {
    while (!over.signal.aborted) {
      await rest(watchMs)
      if (!over.signal.aborted && !isAlive(postgres.pid)) await startAgain()
    }
  }
  const watching = watch()

  return {
    url: postgres.url,
    adopted: postgres.adopted,
    stop: async () => {
      over.abort()
      await watching
      await postgres.stop()
    },
  }
}
