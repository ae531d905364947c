import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Db } from '../../server/platform/database.ts'

/** Of Linux, on every machine that it runs on: USER_HZ. */
const TICKS_A_SECOND = 100

/** The fields of /proc/<pid>/stat behind the program's name, proc(5): the first is the state. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // it has ended, or this is no Linux
  }
}

const secondsIn = (stat: readonly string[] | undefined, fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat?.[field] ?? 0), 0) / TICKS_A_SECOND

const [PARENT, OWN, OF_ENDED_CHILDREN] = [1, [11, 12], [13, 14]]

/** Seconds of processor time that a process has taken; 0 where that cannot be read. */
export const cpuSeconds = (pid: number | undefined): number => secondsIn(pid ? statOf(pid) : undefined, OWN)

/** Seconds that a PostgreSQL has taken with all its processes, those that have ended included. */
export function clusterSeconds(postmaster: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => Number(stat?.[PARENT]) === postmaster)
  const ended = secondsIn(statOf(postmaster), [...OWN, ...OF_ENDED_CHILDREN])
  return children.reduce((sum, stat) => sum + secondsIn(stat, OWN), ended)
}

/** The process that all of a database's are children of. */
export async function postmasterOf(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db)
  return Number(statOf(rows[0]?.pid ?? 0)?.[PARENT] ?? 0)
}
