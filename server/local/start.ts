import { startEnvironment } from '../config/environment.ts'
import { bringUp } from './bring-up.ts'
import { supervise } from './supervise.ts'

interface StartOptions {
  /** Leave out the sample data of a first start. */
  empty: boolean
  /** undefined: 8080, or the next one that is free. */
  port: number | undefined
  /** undefined: CARDWRIGHT_DATA, or `data` in the clone. */
  dataFolder: string | undefined
  /** Takes one line for people. */
  say: (line: string) => void
}

/**
 * Runs everything on this machine until it is told to stop: PostgreSQL, the server, a station with simulated devices.
 * @returns the exit code: 0 stopped when told, 1 runs already
 * @throws an Error whose message says in one sentence why it could not start, and what to do
 */
export const startEverything = (options: StartOptions): Promise<number> =>
  supervise(
    { dataFolder: options.dataFolder ?? startEnvironment().dataFolder, say: options.say },
    (supervised) => bringUp({ ...options, ...supervised }),
  )
