import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 1 })
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const prepared = async (like: string): Promise<number> => {
  const found = await sql<{ many: number }>`
    SELECT count(*)::int AS many FROM pg_prepared_statements WHERE statement LIKE ${like}`.execute(db)
  return found.rows[0]?.many ?? 0
}

async function times(many: number, run: (time: number) => Promise<unknown>): Promise<void> {
  for (let time = 0; time < many; time += 1) await run(time)
}

test('a statement that comes again is prepared once on its connection', async () => {
  await times(3, (time) => sql`SELECT ${time}::int AS often`.execute(db))
  expect(await prepared('SELECT $1::int AS often')).toBe(0)
  await times(10, (time) => sql`SELECT ${time}::int AS often`.execute(db))
  expect(await prepared('SELECT $1::int AS often')).toBe(1)
})

test('what has no parameters is sent as it is', async () => {
  await times(10, () => sql`SELECT 1 AS nothing_to_fill_in`.execute(db))
  expect(await prepared('%nothing_to_fill_in')).toBe(0)
})

test('however many different statements there are, a connection keeps three hundred of them', async () => {
  await times(400, (form) =>
    times(4, (time) => sql`SELECT ${time}::int AS ${sql.ref(`form_${form}`)}`.execute(db)),
  )
  expect(await prepared('%')).toBe(300)
  const last = await sql<{ form_399: number }>`SELECT ${7}::int AS form_399`.execute(db)
  expect(last.rows).toEqual([{ form_399: 7 }])
})

test('a statement whose table a migration has changed is done again without its name', async () => {
  await using other = await createTestDatabase()
  const changing = openDatabase({ url: other.url, size: 1 })
  try {
    await sql`CREATE TABLE changing (id integer, value integer)`.execute(changing)
    await sql`INSERT INTO changing VALUES (1, 5)`.execute(changing)
    const read = () =>
      inTransaction(changing, (tx) =>
        sql<{ value: unknown }>`SELECT * FROM changing WHERE id = ${1}`.execute(tx),
      )
    await times(5, read)
    await sql`ALTER TABLE changing ALTER value TYPE text`.execute(changing)
    expect((await read()).rows).toEqual([{ id: 1, value: '5' }])
  } finally {
    await changing.destroy()
  }
})

test('moments of any year are sent as they are', async () => {
  const moments = [
    '2026-11-20T02:00:00.123Z',
    '0001-01-01T00:00:00.000Z',
    '0000-06-01T00:00:00.000Z',
    '-000001-03-01T00:00:00.000Z',
    '+010000-01-01T00:00:00.000Z',
  ]
  for (const moment of moments) {
    const sent = new Date(moment)
    const { rows } = await sql<{ seconds: number; first: number }>`
      SELECT extract(epoch FROM ${sent}::timestamptz)::float8 AS seconds,
             extract(epoch FROM (${[sent]}::timestamptz[])[1])::float8 AS first`.execute(db)
    expect(rows).toEqual([{ seconds: sent.getTime() / 1000, first: sent.getTime() / 1000 }])
  }
})
