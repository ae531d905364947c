import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { superuser } from './postgres-connection.ts'
import { runAs, type PostgresHome } from './postgres-home.ts'

/**
 * Creates the database cluster unless it exists. It is made beside its place and renamed when it is whole,
 * so a creation that was killed in the middle is done again and a whole one is never touched.
 */
export async function createCluster(home: PostgresHome, { durable }: { durable: boolean }) {
  if (existsSync(home.cluster)) return
  const part = `${home.cluster}.part`
  await rm(part, { recursive: true, force: true })
  await writePassword(home)
  const access = ['--username', superuser, '--pwfile', passwordFile(home), '--auth', 'scram-sha-256']
  const text = ['--encoding', 'UTF8', '--locale', 'C']
  const disk = durable ? [] : ['--no-sync']
  await runAs(home, 'initdb', ['--pgdata', part, ...access, ...text, ...disk])
  await rename(part, home.cluster)
  if (durable) await syncFolder(home.folder)
}

export async function readPassword(home: PostgresHome): Promise<string> {
  try {
    return await readFile(passwordFile(home), 'utf8')
  } catch (cause) {
    throw new Error(`The password of the database is missing: ${passwordFile(home)} cannot be read.`, {
      cause,
    })
  }
}

const passwordFile = (home: PostgresHome) => join(home.folder, 'password')

async function writePassword(home: PostgresHome) {
  const file = await open(passwordFile(home), 'w', 0o600)
  try {
    await file.writeFile(randomBytes(32).toString('base64url'))
    await file.sync()
  } finally {
    await file.close()
  }
  if (home.account) await chown(passwordFile(home), home.account.uid, home.account.gid)
}

async function syncFolder(path: string) {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
