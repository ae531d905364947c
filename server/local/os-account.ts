import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The operating system's user that PostgreSQL runs as, because it refuses to run as root. */
export interface OsAccount {
  uid: number
  gid: number
}

const preferred = 'cardwright'
const fallback = 'nobody'

/**
 * The account to run PostgreSQL as: undefined when we are an ordinary user and it may run as we are.
 * As root it is the system user `cardwright`, made when it is missing, or `nobody` where users cannot be made.
 */
export async function postgresAccount(): Promise<OsAccount | undefined> {
  if (!isRoot()) return undefined
  const account = (await lookUp(preferred)) ?? (await createAccount()) ?? (await lookUp(fallback))
  if (!account)
    throw new Error(
      `PostgreSQL does not run as root and neither ${preferred} nor ${fallback} exists as a user. ` +
        `Create one (useradd --system ${preferred}) and start again.`,
    )
  return account
}

export const isRoot = () => process.getuid?.() === 0

/** Whether the account can enter the folder or run the program at this path, asked of the kernel and not guessed. */
export async function canReach(account: OsAccount | undefined, path: string): Promise<boolean> {
  return run('test', ['-x', path], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

async function lookUp(name: string): Promise<OsAccount | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createAccount(): Promise<OsAccount | undefined> {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent']
  // Two first starts at once may both try: the loser finds the winner's user.
  await run('useradd', [...options, '--shell', '/usr/sbin/nologin', preferred]).catch(() => undefined)
  return lookUp(preferred)
}
