import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand, type Command } from '../../server/platform/command.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { answerForgetting } from '../../server/platform/forgetting-answers.ts'
import { newId } from '../../server/platform/ids.ts'
import { accept, refuse, refuseAndKeep } from '../../server/platform/refusal.ts'
import type { Work } from '../../server/platform/work.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 20 })
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const command = (overrides: Partial<Command> = {}): Command => ({
  id: newId(),
  actor: { kind: 'system' },
  now: new Date('2026-11-20T10:00:00Z'),
  contentHash: Buffer.alloc(32, 1),
  ...overrides,
})

/** An effect that can be counted: one row in `places`. */
const addPlace = async (work: Work, name: string) => {
  await sql`INSERT INTO places (id, name, kind, created_at) VALUES (${newId()}, ${name}, 'booth', ${work.now})`.execute(
    work.tx,
  )
  return accept({ name })
}

const touch = (work: Work, name: string) =>
  sql`UPDATE places SET created_at = ${work.now} WHERE name = ${name}`.execute(work.tx)

const placesNamed = async (prefix: string): Promise<number> => {
  const rows = await sql<{ count: bigint }>`
    SELECT count(*) FROM places WHERE name LIKE ${`${prefix}%`}`.execute(db)
  return Number(rows.rows[0]?.count)
}

test('the same id and content give the first answer again, and one effect', async () => {
  const same = command()
  const first = await runCommand(db, same, (work) => addPlace(work, 'once-1'))
  const second = await runCommand(db, same, (work) => addPlace(work, 'once-2'))
  expect(second).toEqual(first)
  expect(await placesNamed('once')).toBe(1)
})

test('fifty copies that arrive together have one effect and one answer', async () => {
  const same = command()
  let runs = 0
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      runCommand(db, same, (work) => {
        runs += 1
        return addPlace(work, `together-${runs}`)
      }),
    ),
  )
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await placesNamed('together')).toBe(1)
})

test('the same id with other content is refused and changes nothing', async () => {
  const first = command()
  await runCommand(db, first, (work) => addPlace(work, 'content-1'))
  const other = { ...first, contentHash: Buffer.alloc(32, 2) }
  expect(await runCommand(db, other, (work) => addPlace(work, 'content-2'))).toEqual({
    ok: false,
    reason: 'command-id-reused',
  })
  expect(await placesNamed('content')).toBe(1)
})

test('a refusal undoes what was written and is the answer to every repetition', async () => {
  const refused = command()
  const run = () =>
    runCommand(db, refused, async (work) => {
      await addPlace(work, 'undone')
      return refuse('place-name-taken', { short: 3 })
    })
  expect(await run()).toEqual({ ok: false, reason: 'place-name-taken', details: { short: 3 } })
  expect(await run()).toEqual({ ok: false, reason: 'place-name-taken', details: { short: 3 } })
  expect(await placesNamed('undone')).toBe(0)
})

test('a refusal that keeps its effects keeps them', async () => {
  await runCommand(db, command(), async (work) => {
    await addPlace(work, 'kept')
    return refuseAndKeep('place-name-taken')
  })
  expect(await placesNamed('kept')).toBe(1)
})

test('a fault leaves nothing behind, not even the id, so that the caller may try again', async () => {
  const same = command()
  const fault = runCommand(db, same, async (work) => {
    await addPlace(work, 'fault-1')
    throw new Error('the power went')
  })
  await expect(fault).rejects.toThrow('the power went')
  const again = await runCommand(db, same, (work) => addPlace(work, 'fault-2'))
  expect(again).toEqual({ ok: true, value: { name: 'fault-2' } })
  expect(await placesNamed('fault')).toBe(1)
})

test('two transactions that the database calls deadlocked both succeed in the end', async () => {
  await runCommand(db, command(), (work) => addPlace(work, 'lock-a'))
  await runCommand(db, command(), (work) => addPlace(work, 'lock-b'))
  const both = (first: string, second: string) =>
    runCommand(db, command(), async (work) => {
      await touch(work, first)
      await sql`SELECT pg_sleep(0.2)`.execute(work.tx)
      await touch(work, second)
      return accept('done')
    })
  const answers = await Promise.all([both('lock-a', 'lock-b'), both('lock-b', 'lock-a')])
  expect(answers.map((answer) => answer.ok)).toEqual([true, true])
})

test('an answer is forgotten when nobody can be repeating it any more, and not before', async () => {
  const [old, recent] = [newId(), newId()]
  const now = new Date('2026-11-20T10:00:00Z')
  for (const [id, at] of [
    [old, '2026-08-21T10:00:00Z'],
    [recent, '2026-08-23T10:00:00Z'],
  ] as const)
    await runCommand(db, command({ id, now: new Date(at) }), () => Promise.resolve(accept({})))
  await answerForgetting({ db, clock: { now: () => now } }).handle({} as never)
  const kept = await db.selectFrom('commands').select('id').where('id', 'in', [old, recent]).execute()
  expect(kept).toEqual([{ id: recent }])
})
