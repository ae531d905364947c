import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './process-life.ts'
import { execFileSync } from 'node:child_process'

export interface Postmaster {
  pid: number
  port: number
}

/**
 * The postmaster that runs on this data directory, if any.
 * A `postmaster.pid` whose process is another program is removed: PostgreSQL itself only asks whether the number is
 * alive, and would refuse to start after a crash whenever the number had been given to somebody else.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // PostgreSQL 15, src/include/utils/pidfile.h: line 1 is the pid, line 4 the port.
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isSafeInteger(pid) || !isAlive(pid)) return undefined
  if (worksIn(pid, cluster)) return { pid, port }
  await rm(file)
  return undefined
}

/** Whether the process is a PostgreSQL on this data directory, which a postmaster makes its working directory. */
function worksIn(pid: number, cluster: string): boolean {
  if (!existsSync('/proc/self/cwd')) return commandOf(pid).includes(cluster)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) && commandOf(pid).includes('postgres')
  } catch {
    return false // another user's process: our postmaster would be readable to us
  }
}

function commandOf(pid: number): string {
  if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
}
