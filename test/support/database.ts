import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { databaseAt, templateDatabase } from './database-url.ts'

export interface TestDatabase extends AsyncDisposable {
  /** Connection URL of a migrated, empty database that nobody else uses. */
  url: string
  drop(): Promise<void>
}

/** Copies the migrated template in some 30 ms; `drop()` also ends connections that are still open. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const postgresUrl = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`)
  const drop = () => execute(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  return { url: databaseAt(postgresUrl, name), drop, [Symbol.asyncDispose]: drop }
}

async function execute(url: string, statement: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
