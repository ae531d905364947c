import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, sealAudit, verifyAudit } from '../../server/platform/audit.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/stations.ts'

const now = new Date('2026-11-20T10:00:00Z')
let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 10 })
  await Promise.all(Array.from({ length: 25 }, (_, index) => write(`card:${index}`)))
  await sealAll()
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const write = (subject: string) =>
  inTransaction(db, (tx) =>
    audit(
      { tx, now, id: '', actor: { kind: 'system' } },
      { action: 'card.encoded', subject, details: { step: 7 } },
    ),
  )

/** An entry waits for every transaction of the database server that began before it, of other tests too. */
const sealAll = () =>
  until('every link', async () => {
    await sealAudit(db, now)
    const verdict = await verifyAudit(db)
    return verdict.intact && verdict.unsealed === 0
  })

const asOwner = (statement: ReturnType<typeof sql>) =>
  db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx) // as somebody with the database in his hands
    await statement.execute(tx)
  })

test('every entry of a finished transaction is linked, and the chain verifies', async () => {
  expect(await verifyAudit(db)).toEqual({ intact: true, links: 25, unsealed: 0 })
})

test('two sealers at once link each entry once', async () => {
  await Promise.all(Array.from({ length: 10 }, (_, index) => write(`batch:${index}`)))
  await Promise.all(Array.from({ length: 4 }, () => sealAudit(db, now)))
  await sealAll()
  expect(await verifyAudit(db)).toEqual({ intact: true, links: 35, unsealed: 0 })
})

test.each(['audit_entries', 'audit_links'])(
  'the database refuses to change or delete rows of %s',
  async (table) => {
    await expect(sql`DELETE FROM ${sql.table(table)}`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`TRUNCATE ${sql.table(table)} CASCADE`.execute(db)).rejects.toThrow('append-only')
    const column = table === 'audit_entries' ? 'action' : 'position'
    await expect(
      sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${sql.ref(column)}`.execute(db),
    ).rejects.toThrow('append-only')
  },
)

test('after a restore into a database that counts transactions anew, entries old and new are linked once', async () => {
  await asOwner(sql`UPDATE audit_entries SET xact = (xact::text::bigint + 4000000000)::text::xid8`)
  const { links } = await verifyAudit(db)
  await write('card:restored')
  await sealAll()
  await write('card:after that')
  await sealAll()
  expect(await verifyAudit(db)).toEqual({ intact: true, links: links + 2, unsealed: 0 })
})

test('an entry that was changed behind our back breaks the chain at its place', async () => {
  const third = await sql<{ id: string }>`SELECT entry_id AS id FROM audit_links WHERE position = 3`.execute(
    db,
  )
  await asOwner(sql`UPDATE audit_entries SET details = '{"step": 8}' WHERE id = ${third.rows[0]?.id}`)
  expect(await verifyAudit(db)).toMatchObject({ intact: false, brokenAt: 3 })
  await asOwner(sql`UPDATE audit_entries SET details = '{"step": 7}' WHERE id = ${third.rows[0]?.id}`)
  expect(await verifyAudit(db)).toMatchObject({ intact: true })
})

test('a link that was taken out breaks the chain at its place', async () => {
  await asOwner(sql`DELETE FROM audit_links WHERE position = 20`)
  expect(await verifyAudit(db)).toMatchObject({ intact: false, brokenAt: 20 })
})
