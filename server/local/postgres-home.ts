import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isRoot, postgresAccount, type OsAccount } from './os-account.ts'
import { reachableBinaries } from './postgres-binaries.ts'

/** Where one embedded PostgreSQL lives, and as whom it runs. */
export interface PostgresHome {
  /** Its own folder, 0700: password, log and cluster. */
  folder: string
  /** PostgreSQL's data directory inside `folder`. */
  cluster: string
  /** Folder of `initdb`, `pg_ctl` and `postgres`. */
  binaries: string
  /** undefined: as we are. */
  account: OsAccount | undefined
}

interface Choice {
  folder: string
  /** Where a copy of the binaries may be put when the account cannot reach node_modules. */
  systemFolder: string
  /** Folder of another PostgreSQL's programs, in place of the packaged ones. */
  binaries?: string
}

/** Data that exist keep their owner, so that root can start what an ordinary user began. */
export async function postgresHome({ folder, systemFolder, binaries }: Choice): Promise<PostgresHome> {
  const cluster = join(folder, 'cluster')
  const account = (await ownerOf(cluster)) ?? (await postgresAccount())
  return {
    folder,
    cluster,
    account,
    binaries: binaries ?? (await reachableBinaries({ account, systemFolder })),
  }
}

async function ownerOf(path: string): Promise<OsAccount | undefined> {
  if (!isRoot()) return undefined
  const found = await stat(path).catch(() => undefined)
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

const execute = promisify(execFile)

/** Runs one of PostgreSQL's programs as its account, with an environment of its own: no PG* variable reaches it. */
export async function runAs(home: PostgresHome, program: 'initdb' | 'pg_ctl', args: string[]) {
  const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  try {
    await execute(join(home.binaries, program), args, { ...home.account, cwd: home.folder, env: environment })
  } catch (cause) {
    throw new Error(`PostgreSQL's ${program} failed; see ${home.folder}/postgres.log.`, { cause })
  }
}
