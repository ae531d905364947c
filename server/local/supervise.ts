import { resolve } from 'node:path'
import type { Stops, Supervised } from './bring-up.ts'
import { openDataFolder } from './data-folder.ts'
import { claimFolder } from './running-file.ts'
import { toldToStop, untilAborted } from './told-to-stop.ts'

interface Supervising {
  /** undefined: `data` in the clone */
  dataFolder: string | undefined
  /** Takes one line for people. */
  say: (line: string) => void
}

/**
 * Brings something up on a data folder that is ours alone, and runs it until it is told to stop.
 * @returns the exit code: 0 stopped when told, 1 runs already
 * @throws an Error whose message says in one sentence why it could not start, and what to do
 */
export async function supervise(
  { dataFolder, say }: Supervising,
  bringUp: (supervised: Supervised) => Promise<void>,
): Promise<number> {
  const folder = await openDataFolder(dataFolder && resolve(dataFolder))
  const claim = await claimFolder(folder.path)
  if (!claim.isOurs) {
    const { address } = claim.holder
    say(`Cardwright is running already${address ? ` at ${address}` : ''}, on the data in ${folder.path}.`)
    return 1
  }
  if (folder.reason) say(`Everything is kept in ${folder.path}, because ${folder.reason}.`)

  const stops: Stops = [claim.release]
  const told = toldToStop()
  try {
    await bringUp({ folder: folder.path, claim, stops, told, say })
    await untilAborted(told)
    say('Stopping …')
    return 0
  } catch (error) {
    if (told.aborted) return 0
    throw error
  } finally {
    // What was started last is stopped first: the server drains while its database still answers.
    for (const stop of stops.toReversed()) await stop()
  }
}
