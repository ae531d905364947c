import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openReceiptPrinter, parseReceiptPrinter } from '../../hardware/printing/receipt-printer.ts'
import type { StationDevices } from '../../hardware/station/devices.ts'
import { parseServerMessage } from '../../hardware/station/messages.ts'
import { relay } from '../../hardware/station/relay.ts'
import { receiptLines } from '../../server/stations/receipt-lines.ts'
import { interpret } from './escpos-printer.ts'

const lines = receiptLines({
  format: 'receipt',
  language: 'zh-CN',
  title: '入会凭证',
  blocks: [
    { kind: 'key-values', rows: [{ key: '礼品', value: '雨伞' }] },
    { kind: 'qrcode', content: 'https://vip.example/r/1', caption: '扫码核验' },
  ],
})
const order = parseServerMessage(JSON.stringify({ type: 'print-receipt', requestId: '1', lines }))

const answerOf = async (devices: Partial<StationDevices>) => {
  const answers: unknown[] = []
  if (order) await relay(devices as StationDevices, order, (message) => answers.push(message))
  return answers
}

test('a receipt that the server wrote comes out of the station’s printer', async () => {
  const got: Buffer[] = []
  const server = createServer((socket) => socket.on('data', (piece) => got.push(piece)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const receiptPrinter = openReceiptPrinter({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
  })
  expect(await answerOf({ receiptPrinter })).toEqual([{ type: 'answer', requestId: '1' }])
  server.close()
  const printed = interpret(Buffer.concat(got))
  expect(printed).toContainEqual(expect.objectContaining({ text: '入会凭证', scale: 2 }))
  expect(printed).toContainEqual({ qr: 'https://vip.example/r/1', align: 1 })
  expect(printed.at(-1)).toEqual({ cut: true })
})

test('a station without a receipt printer says so', async () => {
  expect(await answerOf({})).toMatchObject([{ error: { code: 'device-missing' } }])
})

test('a block that only a page can show is no line of a receipt', () => {
  const page = {
    format: 'receipt',
    language: 'en',
    title: 'x',
    blocks: [{ kind: 'glue', text: 'x' }],
  } as const
  expect(() => receiptLines({ ...page, blocks: [...page.blocks] })).toThrow('glue')
})

test('a printer’s address is a host, with a port where it is not 9100', () => {
  expect(parseReceiptPrinter('10.0.0.7')).toEqual({ host: '10.0.0.7' })
  expect(parseReceiptPrinter('till-1:9101')).toEqual({ host: 'till-1', port: 9101 })
  expect(parseReceiptPrinter('[fe80::1]:9100')).toEqual({ host: 'fe80::1', port: 9100 })
  for (const wrong of ['', 'http://x', 'a:b', 'x:99999']) expect(parseReceiptPrinter(wrong)).toBeUndefined()
})
