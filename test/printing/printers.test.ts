import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { createDriver } from '../../server/printing/driving.ts'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { untilTrue, startPrinters, type IppPrinters } from './ipp-printer.ts'

let server: TestServer
let administrator: Person
let devices: IppPrinters

const printer = { name: 'Card printer', address: 'ipp://printer.mall.example/ipp/print', kind: 'card' }
const post = (path: string, body: object = {}) => administrator.client.post<object>(path, body)

beforeAll(async () => {
  ;[server, devices] = await Promise.all([startTestServer({ doesJobs: true }), startPrinters()])
  administrator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
})
afterAll(async () => {
  await server.stop()
  await devices.stop()
})

test('an administrator adds printers; each has a name and an address of its own', async () => {
  const added = await post('/printers', printer)
  expect(added.status).toBe(200)
  const same = { ...printer, address: 'ipp://other.mall.example/' }
  expect(refusal(await post('/printers', same))).toEqual([409, 'printer-name-taken'])
  expect(refusal(await post('/printers', { ...printer, name: 'B' }))).toEqual([409, 'printer-address-taken'])
  const { id } = added.body as { id: string }
  const { name, address } = same
  const changed = { name, address, countsCards: true, ribbonPerCard: 1, profile: profileOf(120) }
  expect((await post(`/printers/${id}`, changed)).status).toBe(200)
  const { body } = await administrator.client.get<{ printers: object[] }>('/printers')
  expect(body.printers).toMatchObject([{ id, ...changed }])
  expect((await post(`/printers/${id}/retire`)).status).toBe(200)
  expect(refusal(await post(`/printers/${id}`, changed))).toEqual([404, 'printer-unknown'])
})

const profileOf = (offsetXUm: number) => ({ offsetXUm, offsetYUm: 0, scalePpm: 0, rotationMdeg: 0 })

test('who may not print is refused, and only an administrator says where printers are', async () => {
  const operator = await signIn(server, ['card-operator'])
  const promoter = await signIn(server, ['promoter'])
  expect(refusal(await operator.client.post('/printers', printer))).toEqual([403, 'not-allowed'])
  expect(refusal(await promoter.client.get('/printers'))).toEqual([403, 'not-allowed'])
  const job = { kind: 'card', batchId: administrator.staffId }
  expect(refusal(await promoter.client.post('/print-jobs', job))).toEqual([403, 'not-allowed'])
  expect(refusal(await operator.client.post('/print-jobs', job))).toEqual([404, 'batch-unknown'])
})

test('what is no printer’s address is not taken', async () => {
  for (const address of ['http://x/', 'ipp://u:p@x/', 'ipp://169.254.169.254/', 'ipp://224.0.0.1/', 'x'])
    expect(refusal(await post('/printers', { ...printer, address })), address).toEqual([
      422,
      'printer-address-wrong',
    ])
})

test('a server that may not print at its own machine sends nothing there, whatever was entered', async () => {
  const device = await devices.add('Own')
  const { id } = (await post('/printers', { ...printer, address: device.address })).body as { id: string }
  const batch = await orderBatch(administrator, { programmeId: await addProgramme(administrator) })
  await server.db
    .updateTable('print_pulse')
    .set({ next_at: new Date('2099-01-01T00:00:00Z') })
    .execute()
  const ordered = await post('/print-jobs', { kind: 'card', batchId: batch.id })
  const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
  const guarded = createDriver(server.platform, { keys, allowsThisMachine: false })
  await guarded.drive()
  await guarded.stop()
  expect(await device.documents()).toEqual([])

  // The server itself may, and does it without being told again.
  server.clock.pass({ seconds: 10 })
  await server.db.updateTable('print_pulse').set({ next_at: server.clock.now() }).execute()
  const { id: jobId } = ordered.body as { id: string }
  await post(`/print-jobs/${jobId}/pause`)
  await post(`/print-jobs/${jobId}/resume`)
  await untilTrue(
    async () => {
      // A printer that answered too late on a busy machine rests for a while.
      server.clock.pass({ seconds: 1 })
      return (await stateOf(jobId)) === 'printed'
    },
    'the server does not print',
    400,
  )
  expect(await device.documents()).toHaveLength(1)
  await post(`/printers/${id}/retire`)
})

async function stateOf(jobId: string): Promise<string | undefined> {
  const { body } = await administrator.client.get<{ jobs: { id: string; state: string }[] }>('/print-jobs')
  return body.jobs.find(({ id }) => id === jobId)?.state
}

test('a server draws a file that was ordered without being told', async () => {
  const batch = await orderBatch(administrator, {
    programmeId: await addProgramme(administrator, 8),
    quantity: 1,
  })
  const ordered = await post('/print-jobs', { kind: 'file', batchId: batch.id })
  const { id } = ordered.body as { id: string }
  await untilTrue(async () => (await stateOf(id)) === 'ready', 'the server does not draw', 800)
})

test('supplies are what was put in, less what was printed; a count corrects them', async () => {
  const { id } = (await post('/printers', { ...printer, name: 'Stocked' })).body as { id: string }
  const supplies = (kind: string, blanks: number, ribbon: number) =>
    post(`/printers/${id}/supplies`, { kind, blanks, ribbon })
  expect((await supplies('loaded', 100, 150)).body).toEqual({ blanks: 100, ribbon: 150, enoughFor: 75 })
  expect((await supplies('counted', 98, 150)).body).toEqual({ blanks: 98, ribbon: 150, enoughFor: 75 })
  expect((await supplies('loaded', 0, 100)).body).toEqual({ blanks: 98, ribbon: 250, enoughFor: 98 })
})
