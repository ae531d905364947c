import { setTimeout as pause } from 'node:timers/promises'
import { createDriver, type PrinterDriver } from '../../server/printing/driving.ts'
import type { NewPrinter, PrintJob, PrintJobs, Printers } from '../../server/printing/schema.ts'
import type { Static } from 'typebox'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { pageCount } from '../support/pdf.ts'
import { startPrinters, type IppPrinter, type IppPrinters } from './ipp-printer.ts'

/** A server with somebody who prints. */
export interface Desk {
  server: TestServer
  operator: Person
  programmeId: string
}

/** The same with real IPP printers that a test drives by hand. */
export interface Press extends Desk {
  devices: IppPrinters
  newDriver(): PrinterDriver
  stop(): Promise<void>
}

export async function setUpPress(): Promise<Press> {
  const [server, devices] = await Promise.all([startTestServer(), startPrinters()])
  const operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const programmeId = await addProgramme(operator)
  const drivers: PrinterDriver[] = []
  return {
    server,
    operator,
    devices,
    programmeId,
    newDriver() {
      const driver = createDriver(server.platform, { keys: server.keys, allowsThisMachine: true })
      drivers.push(driver)
      return driver
    },
    async stop() {
      await Promise.all(drivers.map((driver) => driver.stop()))
      await Promise.all([server.stop(), devices.stop()])
    },
  }
}

/** A printer that the server knows, with blanks and ribbon in it. */
export async function addPrinter(
  { operator, devices }: Press,
  name: string,
  settings: Partial<Omit<NewPrinter, 'name' | 'address'>> = {},
): Promise<{ id: string; device: IppPrinter }> {
  const device = await devices.add(name)
  const body = { name, address: device.address, kind: 'card', ...settings }
  const { id } = (await operator.client.post<{ id: string }>('/printers', body)).body
  await operator.client.post(`/printers/${id}/supplies`, { kind: 'loaded', blanks: 100, ribbon: 200 })
  return { id, device }
}

export async function retire({ operator }: Press, printerId: string): Promise<void> {
  await operator.client.post(`/printers/${printerId}/retire`)
}

export async function order(
  { operator, programmeId }: Desk,
  { quantity, ...target }: { quantity: number; kind?: NewPrinter['kind']; printerId?: string },
): Promise<{ jobId: string; batchId: string }> {
  const batch = await orderBatch(operator, { programmeId, quantity, blanksReceived: quantity + 5 })
  const body = { kind: 'card', batchId: batch.id, ...target }
  const ordered = await operator.client.post<{ id: string }>('/print-jobs', body)
  if (ordered.status !== 200) throw new Error(`no job: ${JSON.stringify(ordered.body)}`)
  return { jobId: ordered.body.id, batchId: batch.id }
}

export async function jobOf({ operator }: Pick<Desk, 'operator'>, jobId: string): Promise<PrintJob> {
  const { body } = await operator.client.get<Static<typeof PrintJobs>>('/print-jobs')
  const job = body.jobs.find(({ id }) => id === jobId)
  if (!job) throw new Error('there is no such job')
  return job
}

export const suppliesOf = async ({ operator }: Press, printerId: string) => {
  const { body } = await operator.client.get<Static<typeof Printers>>('/printers')
  return body.printers.find(({ id }) => id === printerId)?.supplies
}

/** Looks at the printers until a job is as a test waits for it. */
export async function driveUntil(
  press: Desk,
  driver: PrinterDriver,
  { jobId, is }: { jobId: string; is: (job: PrintJob) => boolean },
): Promise<PrintJob> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await driver.drive()
    const job = await jobOf(press, jobId)
    if (is(job)) return job
    // A printer that answered too late on a busy machine rests for a while.
    if (attempt > 20) press.server.clock.pass({ seconds: 1 })
    await pause(20)
  }
  throw new Error(`the job stays ${JSON.stringify(await jobOf(press, jobId))}`)
}

/** Each card's number in every document, as often as it was printed. */
export async function pagesOf(device: IppPrinter): Promise<number[]> {
  return (await device.documents()).map(pageCount)
}
