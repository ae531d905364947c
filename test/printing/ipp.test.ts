import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CardPrinter, PrinterJob } from '../../hardware/ports.ts'
import { openIppPrinter } from '../../hardware/printing/ipp.ts'
import { mayPrintTo, readPrinterAddress } from '../../hardware/printing/printer-address.ts'
import { startPrinters, untilTrue, type IppPrinter, type IppPrinters } from './ipp-printer.ts'

let printers: IppPrinters
let device: IppPrinter
let printer: CardPrinter

const open = (address: string, allowsThisMachine = true): CardPrinter => {
  const read = readPrinterAddress(address)
  if (!read) throw new Error('no address')
  return openIppPrinter({ address: read, allowsThisMachine, timeoutMs: 1_000 })
}

async function* inPieces(document: Buffer) {
  for (let at = 0; at < document.length; at += 60_000) yield document.subarray(at, at + 60_000)
}

const fakePdf = (length: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(length)])

const print = (name: string, document = fakePdf(1_000), onCreated = () => Promise.resolve()) =>
  printer.print({ name, document: inPieces(document), onCreated })

async function ended(id: number): Promise<PrinterJob | undefined> {
  let job: PrinterJob | undefined
  await untilTrue(async () => {
    job = await printer.findJob(id)
    return ['completed', 'aborted', 'cancelled'].includes(job?.state ?? '')
  }, 'the job does not end')
  return job
}

const sum = (bytes: Buffer | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')

/** The fault that is found with a server that answers so. */
async function answerWith(listener: RequestListener): Promise<unknown> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const other = open(`ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`)
  const fault = await other.look().catch((error: { code?: string }) => error.code)
  server.closeAllConnections()
  server.close()
  return fault
}

beforeAll(async () => {
  printers = await startPrinters()
  device = await printers.add('Card')
  printer = open(device.address)
})
afterAll(() => printers.stop())

test('a printer tells its state, what it takes and what lies in it', async () => {
  const look = await printer.look()
  expect(look).toMatchObject({ state: 'idle', isAccepting: true, reasons: [], createsJobs: true })
  expect(look.formats).toContain('application/pdf')
  expect(look.media).toContain('na_letter_8.5x11in')
})

test('two megabytes arrive byte for byte, and the job has its number before they go', async () => {
  const document = fakePdf(2_000_000)
  const heard: string[] = []
  async function* watched() {
    heard.push('bytes')
    yield* inPieces(document)
  }
  const id = await printer.print({
    name: 'CW-1',
    document: watched(),
    onCreated: async (created) => void heard.push(`job ${created}`),
  })
  expect(heard).toEqual([`job ${id}`, 'bytes'])
  expect(await ended(id)).toMatchObject({ name: 'CW-1', state: 'completed', hasBegun: true })
  expect(sum((await device.documents()).at(-1))).toBe(sum(document))
})

test('a job that breaks off says so, and how many sides came out before', async () => {
  await device.does('echo "ATTR: job-impressions-completed=3" >&2; exit 1')
  expect(await ended(await print('CW-2'))).toMatchObject({ state: 'aborted', sides: 3 })
})

test('an empty feeder is told while the job waits for it; the job can be cancelled there', async () => {
  await device.does('echo "STATE: +media-empty" >&2; wait_here; echo "STATE: -media-empty" >&2')
  const id = await print('CW-3')
  await untilTrue(
    async () => (await printer.look()).reasons.includes('media-empty-warning'),
    'no word of the empty feeder',
  )
  await printer.cancel(id)
  await device.letGo()
  expect(await ended(id)).toMatchObject({ state: 'cancelled', hasBegun: true })
  await printer.cancel(id)
  expect((await printer.look()).reasons).toEqual([])
})

test('a job is found again by its name, and a number that the printer never gave is unknown', async () => {
  const [found, ...others] = await printer.jobsNamed('CW-2')
  expect(found).toMatchObject({ name: 'CW-2', state: 'aborted' })
  expect(others).toEqual([])
  expect(await printer.findJob(9_999)).toBeUndefined()
})

test('a job whose number could not be kept gets no document', async () => {
  const before = (await device.documents()).length
  const lost = print('CW-4', fakePdf(10), () => Promise.reject(new Error('the database is away')))
  await expect(lost).rejects.toThrow('the database is away')
  expect((await device.documents()).length).toBe(before)
  expect((await printer.jobsNamed('CW-4'))[0]).toMatchObject({ hasBegun: false })
})

test('a printer that is away is said to be away, at once', async () => {
  await device.kill()
  await expect(printer.look()).rejects.toMatchObject({ code: 'printer-unreachable' })
})

test('what is no printer is told apart: a web page, a redirect, an endless answer, noise, silence', async () => {
  const ipp = { 'content-type': 'application/ipp' }
  const wrong = 'printer-answer-wrong'
  expect(await answerWith((_, answer) => answer.end('<html>'))).toBe(wrong)
  expect(await answerWith((_, answer) => answer.writeHead(302, { location: 'http://x/' }).end())).toBe(wrong)
  expect(await answerWith((_, answer) => answer.writeHead(200, ipp).end('noise'))).toBe(wrong)
  expect(
    await answerWith((_, answer) => {
      answer.writeHead(200, ipp)
      const more = () => answer.destroyed || (answer.write(Buffer.alloc(65_536)), setImmediate(more))
      more()
    }),
  ).toBe(wrong)
  expect(await answerWith(() => {})).toBe('printer-unreachable')
  const drip = (_: unknown, answer: ServerResponse) => {
    answer.writeHead(200, ipp)
    const dripping = setInterval(() => answer.write('x'), 200)
    answer.once('close', () => clearInterval(dripping))
  }
  expect(await answerWith(drip)).toBe('printer-unreachable')
})

test('an address is that of a printer or none', () => {
  const good = readPrinterAddress('ipp://printer.mall.example/ipp/print')
  expect(good).toMatchObject({ host: 'printer.mall.example', port: 631, isEncrypted: false })
  expect(readPrinterAddress('ipps://10.0.0.7:443/ipp')).toMatchObject({ port: 443, isEncrypted: true })
  expect(readPrinterAddress('ipp://0x7f.1/ipp')).toMatchObject({ host: '127.0.0.1' })
  for (const bad of [
    'http://x/',
    'ipp://',
    'ipp://u:p@host/ipp',
    'ipp://h/?q',
    'file:///etc/passwd',
    'ipp://a b/',
  ])
    expect(readPrinterAddress(bad), bad).toBeUndefined()
})

test('nothing is sent to this machine, to metadata services or to where no printer can be', async () => {
  const guarded = { allowsThisMachine: false }
  const forbidden = ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '0.0.0.0', '169.254.169.254']
  forbidden.push('::ffff:169.254.169.254', '100.100.100.200', 'fe80::1', '224.0.0.1', '255.255.255.255', 'x')
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((list) => list ?? []))
    forbidden.push(address, ...(family === 'IPv4' ? [`::ffff:${address}`] : []))
  for (const ip of forbidden) expect(mayPrintTo(ip, guarded), ip).toBe(false)
  for (const ip of ['192.168.1.7', '10.0.0.9', '2001:db8::7']) expect(mayPrintTo(ip, guarded), ip).toBe(true)
  expect(mayPrintTo('127.0.0.1', { allowsThisMachine: true })).toBe(true)
  expect(mayPrintTo('169.254.169.254', { allowsThisMachine: true })).toBe(false)
  for (const host of ['localhost', '127.0.0.1', '[::1]', '2130706433'])
    await expect(open(`ipp://${host}:1/`, false).look(), host).rejects.toMatchObject({
      code: 'printer-address-refused',
    })
})
