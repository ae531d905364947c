import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Db } from './database.ts'
import type { EventHub } from './events.ts'
import type { Jobs } from './jobs.ts'
import type { Metrics } from './metrics.ts'

/** What every feature stands on, made once by the entry and handed to each feature. */
export interface Platform {
  db: Db
  clock: Clock
  log: Logger
  jobs: Jobs
  events: EventHub
  metrics: Metrics
  /** keyed hash that tells whether two requests ask for the same; keyed so that a stored one reveals no PIN */
  contentHash(content: string): Uint8Array
}
