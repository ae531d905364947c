import { sql } from 'kysely'
import type { Static } from 'typebox'
import { newId } from '../../server/platform/ids.ts'
import type { Counter, Programme } from '../../server/programmes/schema.ts'
import type { Faults, Head, Import, ImportKind, ImportOptions } from '../../server/imports/schema.ts'
import { PIECE_BYTES } from '../../server/imports/schema.ts'
import { workOnImports } from '../../server/imports/working.ts'
import type { LedgerCheck } from '../../server/points/schema.ts'
import { startTestServer, type Answer, type Client, type TestServer } from '../support/server.ts'

export interface Shop extends AsyncDisposable {
  server: TestServer
  administrator: Client
  counter: Counter
  programme: Programme
  /** does what a server does with what waits */
  work(): Promise<void>
  upload(kind: ImportKind, fileName: string, content: string | Uint8Array): Promise<string>
  read(importId: string): Promise<Import>
  head(importId: string): Promise<Head>
  /** checks with what was guessed and this beside */
  check(importId: string, more?: Partial<ImportOptions>): Promise<Import>
  /** from the upload to the end */
  bring(kind: ImportKind, content: string | Uint8Array, more?: Partial<ImportOptions>): Promise<Import>
  tell(importId: string, verb: string): Promise<Answer<{ importId: string; code?: string }>>
  ledger(): Promise<LedgerCheck>
  /** rows of a table, or of a table with a condition */
  count(from: string): Promise<number>
  /** line, field and code of the rows that were not taken */
  faults(importId: string): Promise<[number, string | null, string][]>
}

export const PASSWORD = 'a password for tests'

/** A shop with rules and a counter, before its history comes. */
export async function openShop(preset = 'mall-two-level'): Promise<Shop> {
  const server = await startTestServer()
  const administrator = server.client()
  const first = { signInName: 'administrator', displayName: 'Ada', password: PASSWORD }
  await administrator.post('/staff/first', first)
  const programme = (await administrator.post<Programme>('/programmes', { number: 7, name: 'Club', preset }))
    .body
  const counter = (
    await administrator.post<Counter>('/counters', { name: '女装 Shirts', joins: true, ratePerMille: 1000 })
  ).body
  const needs = { ...server.platform, keys: server.keys }
  const shop: Shop = {
    server,
    administrator,
    counter,
    programme,
    work: () => workOnImports(needs),
    async upload(kind, fileName, content) {
      const importId = await send(administrator, { kind, fileName, bytes: Buffer.from(content) })
      const answer = await administrator.post(`/imports/${importId}/received`)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      return importId
    },
    read: async (importId) => (await administrator.get<Import>(`/imports/${importId}`)).body,
    head: async (importId) => (await administrator.get<Head>(`/imports/${importId}/head`)).body,
    async check(importId, more = {}) {
      const { guess } = await shop.head(importId)
      const body = { ...guess, counterId: counter.id, ...more }
      const answer = await administrator.post(`/imports/${importId}/check`, body)
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      await shop.work()
      return shop.read(importId)
    },
    async bring(kind, content, more = {}) {
      const importId = await shop.upload(kind, `${newId()}.csv`, content)
      await shop.check(importId, more)
      await shop.tell(importId, 'start')
      await shop.work()
      return shop.read(importId)
    },
    tell: (importId, verb) =>
      administrator.post(
        `/imports/${importId}/${verb}`,
        verb === 'start' ? { aloneReason: 'a shop of one' } : undefined,
      ),
    ledger: async () => (await administrator.get<LedgerCheck>('/points/ledger-check')).body,
    async count(from) {
      const { rows } = await sql<{ n: bigint }>`SELECT count(*) AS n FROM ${sql.raw(from)}`.execute(server.db)
      return Number(rows[0]?.n)
    },
    async faults(importId) {
      const { body } = await administrator.get<Static<typeof Faults>>(`/imports/${importId}/faults`)
      return body.faults.map(({ line, field, fault }) => [line, field, fault])
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
  return shop
}

export async function send(
  client: Client,
  { kind, fileName, bytes }: { kind: ImportKind; fileName: string; bytes: Buffer },
): Promise<string> {
  const begun = await client.post<{ importId: string }>('/imports', { kind, fileName, bytes: bytes.length })
  if (begun.status !== 200) throw new Error(JSON.stringify(begun.body))
  const { importId } = begun.body
  for (let position = 0; position * PIECE_BYTES < bytes.length; position += 1) {
    const base64 = bytes.subarray(position * PIECE_BYTES, (position + 1) * PIECE_BYTES).toString('base64')
    const taken = await client.post(`/imports/${importId}/pieces`, { position, base64 })
    if (taken.status !== 200) throw new Error(JSON.stringify(taken.body))
  }
  return importId
}
