import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openIppPrinter } from '../../hardware/printing/ipp.ts'
import { readPrinterAddress } from '../../hardware/printing/printer-address.ts'
import { startPrinters, untilTrue, type IppPrinter, type IppPrinters } from './ipp-printer.ts'

let printers: IppPrinters
let device: IppPrinter
let fingerprint: string

beforeAll(async () => {
  printers = await startPrinters()
  device = await printers.add('Encrypted')
  const caller = connect({ port: device.port, host: 'localhost', rejectUnauthorized: false })
  await once(caller, 'secureConnect')
  caller.destroy()
  const { cert } = await device.identity()
  fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '')
})
afterAll(() => printers.stop())

const open = (address: string, certificateSha256?: string) => {
  const read = readPrinterAddress(address)
  if (!read) throw new Error('no address')
  return openIppPrinter({
    address: read,
    allowsThisMachine: true,
    timeoutMs: 3_000,
    ...(certificateSha256 ? { certificateSha256 } : {}),
  })
}

const other = 'ab'.repeat(32)
const pdf = Buffer.from(`%PDF-1.7\n${'card '.repeat(50_000)}`)

const print = (printer: ReturnType<typeof open>) =>
  printer.print({
    name: 'encrypted',
    document: (async function* () {
      yield pdf
    })(),
    onCreated: () => Promise.resolve(),
  })

test('cards go encrypted to a printer whose own certificate was written down', async () => {
  const printer = open(device.encryptedAddress, fingerprint)
  const id = await print(printer)
  await untilTrue(async () => (await printer.findJob(id))?.state === 'completed', 'the job does not end')
  const [document] = await device.documents()
  expect(document?.equals(pdf)).toBe(true)
})

test('a certificate that nobody vouches for is taken only when it was written down', async () => {
  await expect(print(open(device.encryptedAddress))).rejects.toMatchObject({ code: 'printer-unreachable' })
  await expect(print(open(device.encryptedAddress, other))).rejects.toMatchObject({
    code: 'printer-not-itself',
  })
  expect(await device.documents()).toHaveLength(1)
})

test('somebody who stands in for the printer does not get a single byte', async () => {
  let received = 0
  const impostor = createServer(await device.identity(), (socket) => {
    socket.on('data', (bytes) => {
      received += bytes.length
    })
  })
  impostor.listen(0, '127.0.0.1')
  await once(impostor, 'listening')
  const { port } = impostor.address() as AddressInfo
  const printer = open(`ipps://127.0.0.1:${port}/ipp/print`, other)
  await expect(print(printer)).rejects.toMatchObject({ code: 'printer-not-itself' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  impostor.close()
  expect(received).toBe(0)
})
