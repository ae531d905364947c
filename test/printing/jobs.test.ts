import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openIppPrinter } from '../../hardware/printing/ipp.ts'
import { readPrinterAddress } from '../../hardware/printing/printer-address.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { claimChunk } from '../../server/printing/claiming.ts'
import type { PrinterDriver } from '../../server/printing/driving.ts'
import { listPrinters } from '../../server/printing/queries.ts'
import type { PrintJob } from '../../server/printing/schema.ts'
import { asSystem } from '../../server/printing/system-work.ts'
import { refusal } from '../support/desk.ts'
import {
  addPrinter,
  driveUntil,
  jobOf,
  order,
  pagesOf,
  retire,
  setUpPress,
  suppliesOf,
  type Press,
} from './press.ts'

let press: Press
let driver: PrinterDriver

beforeAll(async () => {
  press = await setUpPress()
  driver = press.newDriver()
})
afterAll(() => press.stop())

const HOLD = 'echo "ATTR: job-impressions-completed=2" >&2; wait_here'
/** Its printer holds, with one card out. */
const held = ({ reported }: PrintJob) => reported === 1

async function* foreign() {
  yield Buffer.from('%PDF-1.7 somebody else’s')
}

const until = (jobId: string, is: (job: PrintJob) => boolean) => driveUntil(press, driver, { jobId, is })
const ended = (job: PrintJob) => job.endedAt !== null
const stopped = (job: PrintJob) => job.state === 'stopped'
const post = (path: string, body: object = {}) => press.operator.client.post<object>(path, body)
const count = (jobId: string, chunk: number, cardsOut: number, isNextSpoiled = false) =>
  post(`/print-jobs/${jobId}/chunks/${chunk}/count`, { cardsOut, isNextSpoiled })

/** How often each number of a batch was printed by the books. */
const printedOf = (batchId: string) =>
  press.server.db
    .selectFrom('print_job_cards as p')
    .innerJoin('cards as c', 'c.card_number', 'p.card_number')
    .select(['p.card_number', 'c.state'])
    .where('c.batch_id', '=', batchId)
    .where('p.state', '=', 'out')
    .execute()

test('a pool of two prints a batch of 51 once, in two parts, and the books follow', async () => {
  const [one, two] = [await addPrinter(press, 'One'), await addPrinter(press, 'Two')]
  const { jobId, batchId } = await order(press, { quantity: 51 })
  const job = await until(jobId, ended)
  expect(job).toMatchObject({ state: 'printed', cards: 51, out: 51, toCount: [] })
  const pages = [...(await pagesOf(one.device)), ...(await pagesOf(two.device))]
  expect(pages.toSorted((a, b) => a - b)).toEqual([2, 100])
  expect((await printedOf(batchId)).length).toBe(51)
  const left = [await suppliesOf(press, one.id), await suppliesOf(press, two.id)]
  const inBoth = (what: 'blanks' | 'enoughFor') =>
    left.reduce((sum, supplies) => sum + (supplies?.[what] ?? 0), 0)
  expect([inBoth('blanks'), inBoth('enoughFor')]).toEqual([149, 149])
  const batch = await press.operator.client.get<{ state: string }>(`/batches/${batchId}`)
  expect(batch.body.state).toBe('printed')
  expect(refusal(await post('/print-jobs', { kind: 'card', batchId }))).toEqual([409, 'nothing-to-print'])
  await retire(press, one.id)
  await retire(press, two.id)
})

test('what a printer gives back untouched, another prints; nobody is asked', async () => {
  const broken = await addPrinter(press, 'Broken', { countsCards: true })
  await broken.device.does('echo "ATTR: job-impressions-completed=0" >&2; exit 1')
  const { jobId } = await order(press, { quantity: 3 })
  await until(jobId, ({ at, state }) => state === 'printing' && at.length === 0)
  const good = await addPrinter(press, 'Good')
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed', out: 3 })
  expect(await pagesOf(good.device)).toEqual([6])
  expect((await suppliesOf(press, broken.id))?.blanks).toBe(100)
  await retire(press, broken.id)
  await retire(press, good.id)
})

test('what breaks in the middle waits for a count; cards that are out are not printed again, a spoiled one dies', async () => {
  const printer = await addPrinter(press, 'Middle')
  await printer.device.does('echo "ATTR: job-impressions-completed=5" >&2; exit 1')
  const { jobId, batchId } = await order(press, { quantity: 6 })
  const broken = await until(jobId, stopped)
  const part = broken.toCount[0]
  expect(part).toMatchObject({ chunk: 1, printer: 'Middle', trouble: 'job-aborted', reported: 2 })
  expect(part?.cardNumbers).toHaveLength(6)
  await printer.device.does('exit 0')
  await driver.drive()
  expect((await jobOf(press, jobId)).state).toBe('stopped')
  expect(await pagesOf(printer.device)).toEqual([12])
  expect(refusal(await post(`/print-jobs/${jobId}/resume`))).toEqual([409, 'print-job-not-in-state'])
  expect(refusal(await count(jobId, 1, 7))).toEqual([422, 'print-count-wrong'])
  expect(refusal(await count(jobId, 1, 6, true))).toEqual([422, 'print-count-wrong'])

  expect((await count(jobId, 1, 2, true)).body).toMatchObject({ out: 2, again: 4 })
  expect(refusal(await count(jobId, 1, 2))).toEqual([409, 'nothing-to-count'])
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed', cards: 6, out: 6 })
  expect(await pagesOf(printer.device)).toEqual([12, 8])
  const printed = await printedOf(batchId)
  expect(new Set(printed.map((card) => card.card_number)).size).toBe(6)
  expect(printed.map((card) => card.card_number)).not.toContain(part?.cardNumbers[2])
  expect(printed.every((card) => card.state === 'numbered')).toBe(true)
  expect(await suppliesOf(press, printer.id)).toEqual({ blanks: 93, ribbon: 186, enoughFor: 93 })
  await retire(press, printer.id)
})

test('a job is paused between its parts, goes on, and is cancelled in the middle of one', async () => {
  const printer = await addPrinter(press, 'Slow')
  await printer.device.does('echo "ATTR: job-impressions-completed=4" >&2; wait_here')
  const { jobId } = await order(press, { quantity: 52 })
  await until(jobId, ({ reported }) => reported === 2)
  expect((await post(`/print-jobs/${jobId}/pause`)).status).toBe(200)
  await printer.device.letGo()
  await until(jobId, ({ out }) => out === 50)
  await driver.drive()
  expect(await jobOf(press, jobId)).toMatchObject({ state: 'paused', out: 50, at: [] })

  await printer.device.does(HOLD)
  expect((await post(`/print-jobs/${jobId}/resume`)).status).toBe(200)
  await until(jobId, held)
  expect((await post(`/print-jobs/${jobId}/cancel`)).status).toBe(200)
  await driver.drive()
  expect(await jobOf(press, jobId)).toMatchObject({ isCancelling: true, endedAt: null })
  await printer.device.letGo()
  await until(jobId, stopped)
  expect((await count(jobId, 2, 1)).status).toBe(200)
  expect(await jobOf(press, jobId)).toMatchObject({ state: 'cancelled', cards: 51, out: 51 })
  await retire(press, printer.id)
})

test('a printer that is killed in the middle and comes back without its memory does not print twice', async () => {
  const printer = await addPrinter(press, 'Killed')
  await printer.device.does(HOLD)
  const { jobId } = await order(press, { quantity: 2 })
  await until(jobId, held)
  await printer.device.kill()
  await driver.drive()
  expect((await jobOf(press, jobId)).at).toMatchObject([{ trouble: 'printer-unreachable' }])
  await printer.device.does('exit 0')
  await printer.device.start()
  const broken = await until(jobId, stopped)
  expect(broken.toCount).toMatchObject([{ trouble: 'job-forgotten' }])
  expect((await count(jobId, 1, 2)).status).toBe(200)
  expect(await jobOf(press, jobId)).toMatchObject({ state: 'printed', out: 2 })
  expect(await pagesOf(printer.device)).toEqual([4])
  await retire(press, printer.id)
})

test('a printer that stays away is given up after a minute, and somebody looks what came out of it', async () => {
  const printer = await addPrinter(press, 'Away')
  await printer.device.does(HOLD)
  const { jobId } = await order(press, { quantity: 2 })
  await until(jobId, held)
  await printer.device.kill()
  press.server.clock.pass({ seconds: 30 })
  await driver.drive()
  expect((await jobOf(press, jobId)).toCount).toEqual([])
  press.server.clock.pass({ seconds: 40 })
  expect(await until(jobId, stopped)).toMatchObject({ toCount: [{ trouble: 'printer-unreachable' }] })
  expect((await count(jobId, 1, 0)).body).toMatchObject({ out: 0, again: 2 })
  await printer.device.does('exit 0')
  await printer.device.start()
  press.server.clock.pass({ seconds: 40 })
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed', out: 2 })
  await retire(press, printer.id)
})

test('a server that dies before a byte went has printed nothing: the next one prints, once', async () => {
  const printer = await addPrinter(press, 'Heir')
  const { jobId } = await order(press, { quantity: 2 })
  const row = (await listPrinters(press.server.db)).find(({ id }) => id === printer.id)
  if (!row) throw new Error('the printer was added')
  const claimed = await asSystem(press.server.platform, (work) => claimChunk(work, row))
  expect(claimed?.cardNumbers).toHaveLength(2)
  await driver.drive()
  expect((await jobOf(press, jobId)).at).toHaveLength(1)
  press.server.clock.pass({ seconds: 25 })
  await driver.drive()
  press.server.clock.pass({ seconds: 31 })
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed', out: 2 })
  expect(await pagesOf(printer.device)).toEqual([4])
  await retire(press, printer.id)
})

test('a server that dies before it hears that all bytes went does not send them again', async () => {
  const printer = await addPrinter(press, 'Echo')
  await printer.device.does(HOLD)
  const { jobId } = await order(press, { quantity: 2 })
  await until(jobId, held)
  await pause(100)
  const change = { state: 'sending', printer_job_id: null } as const
  await inTransaction(press.server.db, (tx) =>
    tx.updateTable('print_chunks').set(change).where('job_id', '=', jobId).execute(),
  )
  press.server.clock.pass({ seconds: 25 })
  await press.newDriver().drive()
  await printer.device.letGo()
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed', out: 2 })
  expect(await pagesOf(printer.device)).toEqual([4])
  await retire(press, printer.id)
})

test('an empty printer gets no cards while another one is ready', async () => {
  const [empty, full] = [await addPrinter(press, 'Empty'), await addPrinter(press, 'Full')]
  await empty.device.does('echo "STATE: +media-empty" >&2; wait_here')
  const address = readPrinterAddress(empty.device.address)
  if (!address) throw new Error('no address')
  const other = openIppPrinter({ address, allowsThisMachine: true })
  await other.print({ name: 'theirs', document: foreign(), onCreated: () => Promise.resolve() })
  await pause(100)
  const now = await press.operator.client.get(`/printers/${empty.id}/now`)
  expect(now.body).toMatchObject({ state: 'held-up', trouble: 'media-empty' })
  const { jobId } = await order(press, { quantity: 2 })
  expect(await until(jobId, ended)).toMatchObject({ state: 'printed' })
  expect(await pagesOf(full.device)).toEqual([4])
  await retire(press, empty.id)
  await retire(press, full.id)
})

test('jobs are printed in their order, which a move up changes', async () => {
  const printer = await addPrinter(press, 'Queue')
  const first = await order(press, { quantity: 1 })
  const second = await order(press, { quantity: 2 })
  expect((await post(`/print-jobs/${second.jobId}/move-up`)).status).toBe(200)
  expect(refusal(await post(`/print-jobs/${second.jobId}/move-up`))).toEqual([409, 'print-job-first'])
  await until(first.jobId, ended)
  expect(await pagesOf(printer.device)).toEqual([4, 2])
  await retire(press, printer.id)
})

test('a reprint lets the old number die first, and prints the new one', async () => {
  const printer = await addPrinter(press, 'Reprint')
  const { jobId, batchId } = await order(press, { quantity: 2 })
  await until(jobId, ended)
  const cardNumber = (await printedOf(batchId))[0]?.card_number ?? ''
  const reprint = { kind: 'card', cardNumber, reason: 'scratched' }
  const answer = await post('/print-jobs/reprints', reprint)
  expect(answer.body).toMatchObject({ cards: 1 })
  await until((answer.body as { id: string }).id, ended)
  const printed = await printedOf(batchId)
  expect(printed.map(({ state }) => state).toSorted()).toEqual(['numbered', 'numbered', 'spoiled'])
  expect(refusal(await post('/print-jobs/reprints', reprint))).toEqual([409, 'card-not-in-state'])
  await retire(press, printer.id)
})

test('two jobs ordered at once share the cards of a batch, and no number is in both', async () => {
  const printer = await addPrinter(press, 'Race')
  const { jobId, batchId } = await order(press, { quantity: 5 })
  await post(`/print-jobs/${jobId}/cancel`)
  const orders = await Promise.all(
    Array.from({ length: 6 }, () => post('/print-jobs', { kind: 'card', batchId })),
  )
  expect(orders.filter((answer) => refusal(answer)[1] === 'nothing-to-print')).toHaveLength(5)
  const won = orders.find(({ status }) => status === 200)?.body as { id: string }
  await until(won.id, ended)
  await retire(press, printer.id)
})
