import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Measured } from './contest.ts'

const run = promisify(execFile)

/** Debian has it beside its own server, which need not be the one that runs. */
async function findPgbench(): Promise<string | undefined> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const places = [
    ...versions
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(debian, version, 'bin', 'pgbench')),
    'pgbench',
  ]
  for (const place of places)
    if (
      await run(place, ['--version']).then(
        () => true,
        () => false,
      )
    )
      return place
  return undefined
}

interface PgbenchRun {
  program: string
  databaseUrl: string
  /** one transaction; `:members` is known in it */
  script: string
  members: number
  clients: number
  seconds: number
}

/** A script at the number of clients that serves it best here; undefined where there is no pgbench. */
export async function bestPgbench(
  run: Omit<PgbenchRun, 'program' | 'clients' | 'seconds'>,
): Promise<((seconds: number) => Promise<Measured>) | undefined> {
  const program = await findPgbench()
  if (program === undefined) return undefined
  let best = { clients: 0, perSecond: 0 }
  for (const clients of CLIENTS) {
    const { perSecond = 0 } = await pgbench({ ...run, program, clients, seconds: 2 })
    if (perSecond > best.perSecond) best = { clients, perSecond }
  }
  return (seconds) => pgbench({ ...run, program, clients: best.clients, seconds })
}

const CLIENTS = [4, 12, 32, 64]

/** Carries a script out as often as it can, each statement prepared once. */
async function pgbench({
  program,
  databaseUrl,
  script,
  members,
  clients,
  seconds,
}: PgbenchRun): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-pgbench-'))
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  try {
    const file = join(folder, 'script.sql')
    await writeFile(file, script)
    const options = ['-n', '-M', 'prepared', '-j', '2', '-c', String(clients), '-T', String(seconds)]
    const { stdout } = await run(program, [...options, '-D', `members=${members}`, '-f', file], {
      env: {
        ...process.env,
        PGHOST: hostname,
        PGPORT: port,
        PGUSER: decodeURIComponent(username),
        PGPASSWORD: decodeURIComponent(password),
        PGDATABASE: pathname.slice(1),
      },
    })
    const perSecond = /^tps = ([\d.]+)/m.exec(stdout)?.[1]
    const meanMs = /^latency average = ([\d.]+)/m.exec(stdout)?.[1]
    if (/actually processed: 0\b/.test(stdout)) return { clients, perSecond: 0, meanMs: NaN }
    if (perSecond === undefined) throw new Error(`pgbench said: ${stdout}`)
    return { clients, perSecond: Math.round(Number(perSecond) * 10) / 10, meanMs: Number(meanMs) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
