import { readFile } from 'node:fs/promises'

/** Ticks of /proc/<pid>/stat: USER_HZ, which Linux fixes for all programs. */
const TICK_MS = 10

/** Processor time of a process and its living children so far, in ms; kernel and own code together. */
export async function cpuMsOf(pid: number | undefined): Promise<number> {
  if (pid === undefined) return NaN
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The fields after the program's name in brackets, which may hold anything: utime is the 12th of them, stime the next.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const own = (Number(fields[11]) + Number(fields[12])) * TICK_MS
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const theirs = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => cpuMsOf(Number(child))),
  )
  return theirs.reduce((sum, ms) => sum + ms, own)
}
