import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { encodeReceipt } from '../../hardware/printing/escpos.ts'
import { openReceiptPrinter } from '../../hardware/printing/receipt-printer.ts'
import type { ReceiptLine } from '../../hardware/ports.ts'
import { interpret } from './escpos-printer.ts'

const QR = 'https://vip.example/r/0192f3a0-7c1e-7000-8000-000000000000'
const receipt: ReceiptLine[] = [
  { kind: 'text', text: '入会凭证', align: 'centre', isLarge: true, isStrong: true },
  { kind: 'pair', left: '礼品 Gift', right: '雨伞' },
  { kind: 'rule' },
  { kind: 'qr', content: QR },
]

test('a printer that reads the bytes by the book prints the receipt, its code, and cuts it off', () => {
  expect(interpret(encodeReceipt(receipt))).toEqual([
    { text: '入会凭证', align: 1, scale: 2, isStrong: true },
    { text: `礼品 Gift${' '.repeat(48 - 9 - 4)}雨伞`, align: 0, scale: 1, isStrong: false },
    { text: '-'.repeat(48), align: 0, scale: 1, isStrong: false },
    { qr: QR, align: 1 },
    { text: '', align: 1, scale: 1, isStrong: false },
    { cut: true },
  ])
})

test('the bytes of a QR code are those of the command GS ( k', () => {
  const hex = Buffer.from(encodeReceipt([{ kind: 'qr', content: 'AB' }])).toString('hex')
  expect(hex).toBe(
    [
      '1b40',
      '1c26',
      '1b6101',
      '1d286b040031413200',
      '1d286b0300314306',
      '1d286b0300314531',
      '1d286b05003150304142',
      '1d286b0300315130',
      '0a1b6100',
      '1d564200',
    ].join(''),
  )
})

test('no line is wider than the paper, and nothing is lost where one goes on in the next', () => {
  const text =
    '此手机号已是会员：不重复入会、不重复赠礼。The new card earns points at once, and Pneumonoultramicroscopicsilicovolcanoconiosisisonewordonly.'
  const printed = interpret(
    encodeReceipt([
      { kind: 'text', text },
      { kind: 'pair', left: '礼品'.repeat(15), right: '雨伞'.repeat(15) },
    ]),
  )
  const lines = printed.flatMap((part) => ('text' in part ? [part.text] : []))
  for (const line of lines)
    expect(Array.from(line).reduce((sum, sign) => sum + (sign < '\u007f' ? 1 : 2), 0)).toBeLessThanOrEqual(48)
  expect(lines.join('').replace(/ /g, '')).toBe(
    (text + '礼品'.repeat(15) + '雨伞'.repeat(15)).replace(/ /g, ''),
  )
})

test('a name can be no command, and a sign that no printer has is a geta mark', () => {
  const printed = interpret(encodeReceipt([{ kind: 'text', text: 'Li\u001bp\u0000\u001d😀é' }]))
  expect(printed[0]).toMatchObject({ text: 'Li p  〓é' })
})

test('a code that no printer could hold is refused', () => {
  expect(() => encodeReceipt([{ kind: 'qr', content: 'x'.repeat(1_001) }])).toThrow(RangeError)
})

test('a printer on a line gets every byte; where none listens it is said to be unreachable', async () => {
  const got: Buffer[] = []
  const server = createServer((socket) => socket.on('data', (piece) => got.push(piece)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const printer = openReceiptPrinter({ host: '127.0.0.1', port })
  await printer.print(receipt)
  expect(Buffer.concat(got)).toEqual(Buffer.from(encodeReceipt(receipt)))
  server.close()
  await once(server, 'close')
  await expect(printer.print(receipt)).rejects.toMatchObject({ code: 'printer-unreachable' })
})
