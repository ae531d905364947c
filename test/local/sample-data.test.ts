import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { prepareFirstStart, type FirstStart } from '../../server/local/first-start.ts'
import { startEmpty } from '../../server/local/start-empty.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Db
let folder: string
let start: FirstStart
const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url })
  folder = await mkdtemp(join(tmpdir(), 'cardwright-sample-'))
  start = {
    stationTokenFile: join(folder, 'station.token'),
    samplePeopleFile: join(folder, 'people.json'),
    printer: { file: join(folder, 'printer.port'), port: 9_999 },
    empty: false,
  }
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
  await rm(folder, { recursive: true })
})

const count = async (
  table: 'staff' | 'drives' | 'booths' | 'gifts' | 'stations' | 'kiosks' | 'printers',
): Promise<number> => {
  const row = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const isPrivate = async (path: string) => ((await stat(path)).mode & 0o777) === 0o600

test('a first start finds a shop: a drive of three days with two booths, a team, gifts in stock', async () => {
  await prepareFirstStart(db, keys, start)
  expect(await count('drives')).toBe(1)
  expect(await count('booths')).toBe(2)
  expect(await count('staff')).toBe(5)
  expect(await count('kiosks')).toBe(1)
  expect(await count('printers')).toBe(1)
  expect((await readFile(start.printer.file, 'utf8')).trim()).toBe('9999')
  const days = await db.selectFrom('drive_days').select('day').execute()
  expect(days).toHaveLength(3)
  const people = JSON.parse(await readFile(start.samplePeopleFile, 'utf8')) as { password: string }[]
  expect(new Set(people.map((person) => person.password)).size).toBe(5)
  for (const file of [start.stationTokenFile, start.samplePeopleFile]) {
    expect(await isPrivate(file), file).toBe(true)
  }
})

test('a later start changes nothing', async () => {
  const before = await readFile(start.stationTokenFile, 'utf8')
  await prepareFirstStart(db, keys, start)
  expect(await count('drives')).toBe(1)
  expect(await count('stations')).toBe(1)
  expect(await readFile(start.stationTokenFile, 'utf8')).toBe(before)
})

test('leaving the sample data out leaves an empty shop with its station, also after the next start', async () => {
  await startEmpty(db, start.samplePeopleFile)
  expect([await count('staff'), await count('drives'), await count('gifts')]).toEqual([0, 0, 0])
  expect(await count('stations')).toBe(1)
  await expect(stat(start.samplePeopleFile)).rejects.toThrow('ENOENT')
  await prepareFirstStart(db, keys, start)
  expect(await count('staff')).toBe(0)
})
