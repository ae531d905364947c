import type { ReceiptLine } from '../ports.ts'
import { columnsOf, encodeGb18030 } from './gb18030.ts'

/** 80 mm paper has 72 mm of print, 576 dots: 48 columns of the 12-dot typeface. */
const COLUMNS = 48
const ESC = 0x1b
const GS = 0x1d
const FS = 0x1c
const justification = { left: 0, centre: 1, right: 2 } as const
/** Bytes of text that the symbol store takes in all models (7089 digits, 2953 bytes at level L). */
const MOST_QR_BYTES = 1_000

/**
 * A receipt as ESC/POS (Epson's command reference, by the commands' names): text in GB 18030, QR by the printer's own
 * command, then a cut. Throws a RangeError on a QR text of more than 1,000 bytes.
 */
export function encodeReceipt(lines: readonly ReceiptLine[]): Uint8Array {
  return Buffer.concat([
    Uint8Array.of(ESC, 0x40), // ESC @: as after switching on
    Uint8Array.of(FS, 0x26), // FS &: two-byte Chinese
    ...lines.map(encodeLine),
    Uint8Array.of(GS, 0x56, 0x42, 0x00), // GS V 66 0: feed to the knife, cut
  ])
}

function encodeLine(line: ReceiptLine): Uint8Array {
  switch (line.kind) {
    case 'text':
      return textLine(line)
    case 'pair':
      return plain(pairText(line.left, line.right))
    case 'rule':
      return plain('-'.repeat(COLUMNS))
    case 'qr':
      return qrCode(line.content)
  }
}

const plain = (text: string): Uint8Array => Buffer.concat([encodeGb18030(text), Uint8Array.of(0x0a)])

function textLine({
  text,
  align = 'left',
  isLarge = false,
  isStrong = false,
}: Extract<ReceiptLine, { kind: 'text' }>) {
  // GS ! takes Latin and, on its own, FS ! Chinese (FS ! bits 2 and 3: double width and height).
  return Buffer.concat([
    Uint8Array.of(ESC, 0x61, justification[align]), // ESC a
    Uint8Array.of(ESC, 0x45, isStrong ? 1 : 0), // ESC E
    Uint8Array.of(GS, 0x21, isLarge ? 0x11 : 0, FS, 0x21, isLarge ? 0x0c : 0),
    ...wrap(text, isLarge ? COLUMNS / 2 : COLUMNS).map(plain),
    Uint8Array.of(GS, 0x21, 0, FS, 0x21, 0, ESC, 0x45, 0, ESC, 0x61, 0),
  ])
}

/** Name at the left, value at the right; on two lines where one is too short. */
function pairText(left: string, right: string): string {
  const free = COLUMNS - columnsOf(left) - columnsOf(right)
  if (free >= 2) return left + ' '.repeat(free) + right
  const indent = (line: string): string => ' '.repeat(COLUMNS - columnsOf(line)) + line
  return [...wrap(left, COLUMNS), ...wrap(right, COLUMNS - 2).map(indent)].join('\n')
}

/** Breaks at spaces between words and between any two Chinese signs. */
function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = ['']
    for (const word of paragraph.match(/[!-~]+|[^!-~]/gu) ?? [])
      for (const piece of columnsOf(word) > columns ? Array.from(word) : [word]) {
        const line = lines.at(-1) ?? ''
        if (columnsOf(line + piece) <= columns) lines[lines.length - 1] = line + piece
        else if (piece !== ' ') lines.push(piece)
      }
    return lines
  })
}

/** GS ( k, symbol 49 (QR): functions 165 model 2, 167 module of 6 dots, 169 level M, 180 store, 181 print. */
function qrCode(content: string): Uint8Array {
  const bytes = Buffer.from(content)
  if (bytes.length > MOST_QR_BYTES) throw new RangeError('a receipt’s QR code holds at most 1,000 bytes')
  const length = bytes.length + 3
  const command = (...parameters: number[]): Uint8Array =>
    Uint8Array.of(GS, 0x28, 0x6b, parameters.length & 0xff, parameters.length >> 8, ...parameters)
  return Buffer.concat([
    Uint8Array.of(ESC, 0x61, justification.centre),
    command(0x31, 0x41, 0x32, 0x00),
    command(0x31, 0x43, 0x06),
    command(0x31, 0x45, 0x31),
    Uint8Array.of(GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30),
    bytes,
    command(0x31, 0x51, 0x30),
    Uint8Array.of(0x0a, ESC, 0x61, justification.left),
  ])
}
