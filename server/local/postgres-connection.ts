import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

export const superuser = 'cardwright'
export const databaseName = 'cardwright'

export const connectionUrl = (port: number, password: string, database: string) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`

/** PostgreSQL's own error codes, appendix A of its manual. */
const cannotConnectNow = '57P03'
const duplicateDatabase = '42P04'

/** Waits through recovery after a crash; throws at once when the password is refused or the process is gone. */
export async function waitUntilAnswers(url: string, isAlive: () => boolean) {
  for (;;) {
    try {
      return await withClient(url, (client) => client.query('SELECT 1'))
    } catch (error) {
      if (!isStillStarting(error) || !isAlive())
        throw new Error('PostgreSQL runs on these data but does not answer with our password.', {
          cause: error,
        })
      await sleep(50)
    }
  }
}

/** Creates the application's database; a second call finds it and leaves it alone. */
export async function ensureDatabase(url: string) {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (found.rowCount) return
    await client.query(`CREATE DATABASE ${databaseName}`).catch((error: unknown) => {
      if (!(error instanceof DatabaseError && error.code === duplicateDatabase)) throw error
    })
  })
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function isStillStarting(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === cannotConnectNow
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}
