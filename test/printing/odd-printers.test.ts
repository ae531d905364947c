import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PrinterDriver } from '../../server/printing/driving.ts'
import type { PrintJob } from '../../server/printing/schema.ts'
import { refusal } from '../support/desk.ts'
import { startFakePrinter, type FakePrinter } from './fake-printer.ts'
import { driveUntil, jobOf, order, setUpPress, type Press } from './press.ts'

let press: Press
let driver: PrinterDriver

beforeAll(async () => {
  press = await setUpPress()
  driver = press.newDriver()
})
afterAll(() => press.stop())

const [PROCESSING, ABORTED, COMPLETED] = [5, 8, 9]
const post = (path: string, body: object = {}) => press.operator.client.post<{ id: string }>(path, body)
const until = (jobId: string, is: (job: PrintJob) => boolean) => driveUntil(press, driver, { jobId, is })
const count = (jobId: string, chunk: number, cardsOut: number) =>
  post(`/print-jobs/${jobId}/chunks/${chunk}/count`, { cardsOut, isNextSpoiled: false })

interface Added extends AsyncDisposable {
  id: string
  device: FakePrinter
}

async function add(name: string): Promise<Added> {
  const device = await startFakePrinter()
  const { id } = (await post('/printers', { name, address: device.address, kind: 'card' })).body
  return {
    id,
    device,
    async [Symbol.asyncDispose]() {
      expect((await post(`/printers/${id}/retire`)).status).toBe(200)
      device.stop()
    },
  }
}

/** The printer has its job and is at it. */
const isAt = (device: FakePrinter) => () => device.jobs.at(-1)?.state === PROCESSING
const end = (device: FakePrinter, state: number, sides = 0) =>
  Object.assign(device.jobs.at(-1) ?? {}, { state, sides })
const pass = (seconds: number) => press.server.clock.pass({ seconds })

test('a printer that comes back after its cards were counted is told to stop, although nothing waits for it', async () => {
  await using first = await add('Comes back')
  const { jobId } = await order(press, { quantity: 2 })
  await until(jobId, isAt(first.device))
  first.device.isAway = true
  await driver.drive()
  pass(61)
  await until(jobId, ({ toCount }) => toCount.length === 1)
  await using second = await add('Takes the rest')
  expect((await count(jobId, 1, 1)).status).toBe(200)
  await until(jobId, isAt(second.device))
  first.device.isAway = false
  pass(61)
  await driver.drive()
  expect(first.device.jobs).toMatchObject([{ state: 7 }])
  end(second.device, COMPLETED)
  await until(jobId, ({ endedAt }) => endedAt !== null)
})

test('what a printer says of itself may not be storable, and holds up no other printer', async () => {
  await using odd = await add('A odd')
  const first = await order(press, { quantity: 1 })
  await until(first.jobId, isAt(odd.device))
  odd.device.reasons = ['media-\0empty-error', 'x'.repeat(5_000), 'cover-open']
  await using sound = await add('B sound')
  const second = await order(press, { quantity: 1 })
  await until(second.jobId, isAt(sound.device))
  expect((await jobOf(press, first.jobId)).at).toMatchObject([{ trouble: 'cover-open' }])
  for (const { device } of [odd, sound]) end(device, COMPLETED)
  for (const { jobId } of [first, second]) await until(jobId, ({ endedAt }) => endedAt !== null)
})

test('a printer that has cards keeps its address', async () => {
  await using printer = await add('Moves')
  const { jobId } = await order(press, { quantity: 1 })
  await until(jobId, isAt(printer.device))
  const moved = { name: 'Moves', address: 'ipp://127.0.0.1:9/ipp/print' }
  expect(refusal(await post(`/printers/${printer.id}`, moved))).toEqual([409, 'printer-at-work'])
  const renamed = { name: 'Moved', address: printer.device.address }
  expect((await post(`/printers/${printer.id}`, renamed)).status).toBe(200)
  end(printer.device, COMPLETED)
  await until(jobId, ({ endedAt }) => endedAt !== null)
})

test('one printer under two addresses is not told to stop what it was just given', async () => {
  await using printer = await add('Once')
  const first = await order(press, { quantity: 1 })
  await until(first.jobId, isAt(printer.device))
  const address = printer.device.address.replace('127.0.0.1', 'localhost')
  const { id } = (await post('/printers', { name: 'Twice', address, kind: 'card' })).body
  const second = await order(press, { quantity: 1 })
  await driver.drive()
  expect(printer.device.jobs).toMatchObject([{ state: PROCESSING }])
  end(printer.device, COMPLETED)
  pass(61)
  await until(second.jobId, isAt(printer.device))
  end(printer.device, COMPLETED)
  for (const { jobId } of [first, second]) await until(jobId, ({ endedAt }) => endedAt !== null)
  await post(`/printers/${id}/retire`)
})

test('a job that was paused stays so when a part of it was counted', async () => {
  await using printer = await add('Breaks')
  const { jobId } = await order(press, { quantity: 52 })
  await until(jobId, isAt(printer.device))
  await post(`/print-jobs/${jobId}/pause`)
  end(printer.device, ABORTED, 4)
  await until(jobId, ({ toCount }) => toCount.length === 1)
  expect(refusal(await post(`/print-jobs/${jobId}/resume`))).toEqual([409, 'print-job-not-in-state'])
  expect((await count(jobId, 1, 2)).status).toBe(200)
  await driver.drive()
  expect(await jobOf(press, jobId)).toMatchObject({ state: 'paused', out: 2, at: [] })
  expect(printer.device.documents).toHaveLength(1)
  await post(`/print-jobs/${jobId}/cancel`)
})

test('a printer that does not know whether it began has its cards counted, not printed again', async () => {
  await using printer = await add('Vague')
  printer.device.tellsBeginnings = false
  const { jobId } = await order(press, { quantity: 1 })
  await until(jobId, isAt(printer.device))
  end(printer.device, ABORTED)
  await until(jobId, ({ toCount }) => toCount.length === 1)
  expect((await count(jobId, 1, 1)).status).toBe(200)
  expect(await jobOf(press, jobId)).toMatchObject({ state: 'printed' })
})

test('a printer that takes number and document at once prints; what broke off there is counted, not printed again', async () => {
  await using printer = await add('Old')
  printer.device.createsJobs = false
  const first = await order(press, { quantity: 1 })
  await until(first.jobId, isAt(printer.device))
  end(printer.device, COMPLETED)
  expect(await until(first.jobId, ({ endedAt }) => endedAt !== null)).toMatchObject({ out: 1 })

  const second = await order(press, { quantity: 2 })
  await until(second.jobId, isAt(printer.device))
  const lost = { state: 'sending', printer_job_id: null } as const
  await press.server.db.updateTable('print_chunks').set(lost).where('job_id', '=', second.jobId).execute()
  printer.device.jobs.length = 0
  pass(25)
  expect(await until(second.jobId, ({ toCount }) => toCount.length === 1)).toMatchObject({
    toCount: [{ trouble: 'job-forgotten' }],
  })
  expect((await count(second.jobId, 1, 2)).status).toBe(200)
  expect(printer.device.documents).toHaveLength(2)
})

test('a printer that would fit pages to its paper is told to leave their size', async () => {
  await using printer = await add('Fitting')
  const { jobId } = await order(press, { quantity: 1 })
  await until(jobId, isAt(printer.device))
  expect(printer.device.jobs.map(({ scaling }) => scaling)).toEqual(['none'])
  end(printer.device, COMPLETED)
  await until(jobId, ({ endedAt }) => endedAt !== null)
})

test('nothing of a closed batch is printed: what was not finished is dead', async () => {
  await using _ = await add('Idle')
  const { jobId, batchId } = await order(press, { quantity: 1 })
  await post(`/print-jobs/${jobId}/cancel`)
  const closed = await post(`/batches/${batchId}/close`, { countedOnHand: 6, countedFinished: 0 })
  expect(closed.status).toBe(200)
  expect(refusal(await post('/print-jobs', { kind: 'card', batchId }))).toEqual([409, 'batch-not-in-state'])
})

test('supplies beyond what a printer can hold are shown, and nothing ends at them', async () => {
  await using printer = await add('Full')
  const much = {
    printer_id: printer.id,
    kind: 'loaded',
    blanks: 0,
    ribbon: 2_000_000_000,
  } as const
  for (let times = 0; times < 2; times += 1)
    await press.server.db
      .insertInto('print_supply_movements')
      .values({ ...much, id: randomUUID(), reason: '', recorded_by: 'test', recorded_at: new Date() })
      .execute()
  expect((await press.operator.client.get('/printers')).status).toBe(200)
})
