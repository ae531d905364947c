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

const cardIn = ({ db }: TestServer) =>
  db
    .selectFrom('cards')
    .select(['state', 'key_version', 'rekeying_to'])
    .where('nfc_uid', 'is not', null)
    .executeTakeFirst()
