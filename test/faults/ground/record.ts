import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'

const folder = fileURLToPath(new URL('../../proofs', import.meta.url))

/** What a figure depends on, beside the code. */
export async function describeMachine(postgresUrl: string) {
  const client = new Client({ connectionString: postgresUrl })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  const fsync = await client.query<{ fsync: string }>('SHOW fsync')
  await client.end()
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
    fsync: fsync.rows[0]?.fsync ?? 'unknown',
  }
}

const git = (...words: string[]): string =>
  execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

/** The commit that was proven; `-dirty` when files differed from it, other than records like this one. */
export function describeCommit(): string {
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD')
    const differing = git(
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--',
      ':/',
      ':(top,exclude)test/proofs',
    )
    return differing ? `${commit}-dirty` : commit
  } catch {
    return 'unknown' // an archive without history
  }
}

/** Writes a dated record and @returns its path; a second one of the day replaces the first. */
export async function writeRecord(name: string, record: object): Promise<string> {
  const date = new Date().toISOString()
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${date.slice(0, 10)}-${name}.json`)
  await writeFile(path, `${JSON.stringify({ name, date, ...record }, null, 2)}\n`)
  return path
}
