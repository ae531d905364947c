import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstGeneration, rotate } from '../../server/keys/generations.ts'
import { createKeyService } from '../../server/keys/index.ts'
import { memoryKeyStore } from '../../server/keys/memory-key-store.ts'
import { addProgramme, orderBatch, signIn } from '../support/cards.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, startStation, until } from '../support/stations.ts'

const DESK = 'Desk reader'
const KIOSK = 'Kiosk reader'
const first = [firstGeneration()]
const second = rotate(first)

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'cardwright-rekeying-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const serverWith = (roots: typeof first) =>
  startTestServer({ databaseUrl: database.url, keys: createKeyService(memoryKeyStore(roots)) })

async function deskOf(server: TestServer, name: string) {
  const operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const url = await listen(server)
  return {
    operator,
    desk: await startStation(operator, { url, name, drawerFile: join(folder, 'drawer.json') }),
  }
}

test(
  'a card gets its new keys when it next meets a reader, is read in between, and is finished after a tear',
  { timeout: 60_000 },
  async () => {
    let uid = ''
    {
      await using server = await serverWith(first)
      const { operator, desk } = await deskOf(server, 'First')
      const programmeId = await addProgramme(operator)
      const batch = await orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 1 })
      const run = { stationId: desk.stationId, readerName: DESK, stripeName: null }
      expect((await operator.client.post(`/batches/${batch.id}/runs`, run)).status).toBe(200)
      uid = (await desk.hands({ kind: 'take-blank', reader: DESK })).cards[0]?.uid ?? ''
      await until('the card', async () => (await cardIn(server))?.state === 'encoded')
      await desk.station.stop()
    }
    await using server = await serverWith(second)
    const { desk } = await deskOf(server, 'Second')
    // 4 commands are the tap itself; those after them are the renewal's.
    for (const apdu of [9, 13, 17]) {
      await desk.hands({ kind: 'put-card', uid, reader: DESK })
      await desk.hands({ kind: 'tear-next', reader: DESK, apdu, phase: 'after' })
      await desk.hands({ kind: 'put-card', uid, reader: KIOSK })
      await until('the tear', async () => {
        const { cards } = await desk.hands({ kind: 'list-drawer' })
        return cards.find((card) => card.uid === uid)?.reader === undefined
      })
      expect(await cardIn(server)).toMatchObject({ key_version: null, rekeying_to: 2 })
    }
    await desk.hands({ kind: 'put-card', uid, reader: KIOSK })
    await until('new keys', async () => (await cardIn(server))?.key_version === 2)
    expect(await cardIn(server)).toMatchObject({ rekeying_to: null, state: 'encoded' })
    await desk.station.stop()
  },
)

test(
  'a card that was torn before a further rotation is finished, and then brought to the newest keys',
  { timeout: 60_000 },
  async () => {
    const databaseOfTest = await createTestDatabase()
    const drawerFile = join(folder, 'torn-drawer.json')
    const serve = (roots: typeof first) =>
      startTestServer({ databaseUrl: databaseOfTest.url, keys: createKeyService(memoryKeyStore(roots)) })
    const desk = async (server: TestServer, name: string) => {
      const operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
      return { operator, desk: await startStation(operator, { url: await listen(server), name, drawerFile }) }
    }
    try {
      let uid = ''
      {
        await using server = await serve(first)
        const { operator, desk: at } = await desk(server, 'First')
        const programmeId = await addProgramme(operator)
        const batch = await orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 1 })
        const run = { stationId: at.stationId, readerName: DESK, stripeName: null }
        await operator.client.post(`/batches/${batch.id}/runs`, run)
        uid = (await at.hands({ kind: 'take-blank', reader: DESK })).cards[0]?.uid ?? ''
        await until('the card', async () => (await cardIn(server))?.state === 'encoded')
        await at.station.stop()
      }
      {
        await using server = await serve(second)
        const { desk: at } = await desk(server, 'Second')
        await at.hands({ kind: 'put-card', uid, reader: DESK })
        await at.hands({ kind: 'tear-next', reader: DESK, apdu: 13, phase: 'after' })
        await at.hands({ kind: 'put-card', uid, reader: KIOSK })
        await until('the tear', async () => (await cardIn(server))?.rekeying_to === 2)
        await until('the tear', async () => {
          const { cards } = await at.hands({ kind: 'list-drawer' })
          return cards.find((card) => card.uid === uid)?.reader === undefined
        })
        await at.station.stop()
      }
      await using server = await serve(rotate(second))
      const { desk: at } = await desk(server, 'Third')
      for (const version of [2, 3]) {
        await at.hands({ kind: 'put-card', uid, reader: KIOSK })
        await until(`version ${version}`, async () => (await cardIn(server))?.key_version === version)
        await at.hands({ kind: 'remove-card', reader: KIOSK })
      }
      expect(await cardIn(server)).toMatchObject({ rekeying_to: null, state: 'encoded' })
      await at.station.stop()
    } finally {
      await databaseOfTest.drop()
    }
  },
)

const cardIn = ({ db }: TestServer) =>
  db
    .selectFrom('cards')
    .select(['state', 'key_version', 'rekeying_to'])
    .where('nfc_uid', 'is not', null)
    .executeTakeFirst()
