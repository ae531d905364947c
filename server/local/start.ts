import { resolve } from 'node:path'
import { startEnvironment } from '../config/environment.ts'
import { bringUp, type Stops } from './bring-up.ts'
import { openDataFolder } from './data-folder.ts'
import { claimFolder } from './running-file.ts'
import { toldToStop, untilAborted } from './told-to-stop.ts'

export interface StartOptions {
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
export async function startEverything(options: StartOptions): Promise<number> {
  const wanted = options.dataFolder ?? startEnvironment().dataFolder
  const folder = await openDataFolder(wanted && resolve(wanted))
  const claim = await claimFolder(folder.path)
  if (!claim.isOurs) {
    const { address } = claim.holder
    options.say(
      `Cardwright is running already${address ? ` at ${address}` : ''}, on the data in ${folder.path}.`,
    )
    return 1
  }
  if (folder.reason) options.say(`Everything is kept in ${folder.path}, because ${folder.reason}.`)

  const stops: Stops = [claim.release]
  const told = toldToStop()
  try {
    await bringUp({ ...options, folder: folder.path, claim, stops, told })
    await untilAborted(told)
    options.say('Stopping …')
    return 0
  } catch (error) {
    if (told.aborted) return 0
    throw error
  } finally {
    // What was started last is stopped first: the server drains while its database still answers.
    for (const stop of stops.toReversed()) await stop()
  }
}
