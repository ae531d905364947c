import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { access, chmod, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { installRoot } from '../platform/install-root.ts'
import { canReach, postgresAccount } from './os-account.ts'

export interface DataFolder {
  /** Everything that must survive: database, keys, the simulated station's cards. */
  path: string
  /** Why it is not `data` beside the program; undefined when it is, or when it was asked for. */
  reason?: string
}

/** Where root keeps what its PostgreSQL user could not reach elsewhere. */
export const systemFolder = '/var/lib/cardwright'

/** Opens the data folder, made on the first start: `wanted`, or `data` in the clone, or a system folder of this clone's own. */
export async function openDataFolder(wanted?: string, root = installRoot): Promise<DataFolder> {
  const folder = wanted ? { path: wanted } : await defaultFolder(root)
  const account = await postgresAccount()
  try {
    await mkdir(folder.path, { recursive: true })
    await access(folder.path, constants.W_OK | constants.X_OK)
    // PostgreSQL's user passes through to its own folder and can list nothing on the way.
    await chmod(folder.path, account ? 0o711 : 0o700)
  } catch (cause) {
    throw new Error(`This user cannot write to ${folder.path}. Choose a folder with --data.`, { cause })
  }
  if (await canReach(account, folder.path)) return folder
  throw new Error(
    `PostgreSQL runs as a user of its own and cannot enter ${folder.path}, which lies under a closed folder. ` +
      `Choose another folder with --data.`,
  )
}

async function defaultFolder(root: string): Promise<DataFolder> {
  if (await canReach(await postgresAccount(), root)) return { path: join(root, 'data') }
  await mkdir(systemFolder, { recursive: true })
  await chmod(systemFolder, 0o755)
  const name = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 12)
  return { path: join(systemFolder, name), reason: `PostgreSQL's own user cannot enter ${root}` }
}
