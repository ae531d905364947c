import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSimulatedPrinter, type SimulatedPrinter } from '../../hardware/simulator/card-printer.ts'
import { createDriver, type PrinterDriver } from '../../server/printing/driving.ts'
import type { PrintJob } from '../../server/printing/schema.ts'
import { signIn, addProgramme, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { driveUntil, order, type Desk } from './press.ts'

let server: TestServer
let operator: Person
let device: SimulatedPrinter
let driver: PrinterDriver
let desk: Desk
let panel: string

beforeAll(async () => {
  ;[server, device] = await Promise.all([
    startTestServer(),
    startSimulatedPrinter({ port: 0, msPerCard: 300 }),
  ])
  operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  desk = { server, operator, programmeId: await addProgramme(operator) }
  driver = createDriver(server.platform, { keys: server.keys, allowsThisMachine: true })
  const printer = { name: 'Simulated', address: device.address, kind: 'card', countsCards: true }
  await operator.client.post('/printers', printer)
  panel = device.address.replace('ipp:', 'http:').replace('/ipp/print', '')
})
afterAll(async () => {
  await driver.stop()
  await device.stop()
  await server.stop()
})

const until = (jobId: string, is: (job: PrintJob) => boolean) => driveUntil(desk, driver, { jobId, is })
const hand = (action: string) => fetch(`${panel}/${action}`, { method: 'POST', redirect: 'manual' })

test('the simulated printer counts its cards one by one, and waits without blanks', async () => {
  const { jobId } = await order(desk, { quantity: 5 })
  await until(jobId, ({ reported }) => reported > 0)
  await hand('blanks')
  const held = await until(jobId, ({ at }) => at[0]?.trouble === 'media-empty')
  expect(held.reported).toBeLessThan(5)
  expect(await (await fetch(panel)).text()).toContain('Put blanks in')
  await hand('blanks')
  expect(await until(jobId, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'printed', out: 5 })
})

test('a jam breaks the job off: what came out is counted', async () => {
  const { jobId } = await order(desk, { quantity: 5 })
  await until(jobId, ({ reported }) => reported > 0)
  await hand('jam')
  const stopped = await until(jobId, ({ toCount }) => toCount.length === 1)
  const [part] = stopped.toCount
  expect(part?.reported).toBeGreaterThan(0)
  const body = { cardsOut: part?.reported, isNextSpoiled: true }
  await operator.client.post(`/print-jobs/${jobId}/chunks/1/count`, body)
  server.clock.pass({ seconds: 31 })
  expect(await until(jobId, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'printed', out: 5 })
})
