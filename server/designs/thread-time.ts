import { readFileSync, readlinkSync } from 'node:fs'

/** proc(5): a tick of utime and stime is a hundredth of a second for every program on Linux. */
const TICK_MS = 10
/** Fields 14 and 15, counted from the state (field 3), which follows the name in brackets. */
const [USER, SYSTEM] = [11, 12]

/** Where the system keeps what the calling thread has used; undefined where it has no /proc. */
export function ownThread(): string | undefined {
  try {
    return readlinkSync('/proc/thread-self')
  } catch {
    return undefined
  }
}

/** How much of the processor's time a thread of this process has used; undefined where the system does not say. */
export function threadMs(thread: string | undefined): number | undefined {
  if (thread === undefined) return undefined
  try {
    const stat = readFileSync(`/proc/${thread}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS
  } catch {
    return undefined
  }
}
