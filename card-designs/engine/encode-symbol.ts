import bwipjs from 'bwip-js'
import type { SymbolElement } from './design.ts'
import { pairWidths } from './code128.ts'
import { DesignError } from './design-error.ts'
import { encodeQr } from './qr/encode-qr.ts'
import type { SymbolBits } from './symbol-bits.ts'
import { symbologyRules } from './symbologies.ts'

/** What Code 128 writes in its set C from end to end. */
const PAIRS = /^(\d\d)+$/

/** Throws `symbol-unencodable` for what the symbology cannot write or a reader would not give back as it was. */
export function encodeSymbol(element: SymbolElement, content: string): SymbolBits {
  const { symbology, errorLevel = 'M' } = element
  if (symbologyRules[symbology].content?.test(content) === false) throw unencodable(element)
  if (symbology === 'qrcode') {
    const symbol = encodeQr(content, errorLevel)
    if (!symbol) throw unencodable(element)
    return symbol
  }
  if (symbology === 'code128' && PAIRS.test(content)) return packBars(pairWidths(content))
  const symbol = encode(element, {
    bcid: symbology,
    text: content,
    ...(symbology.endsWith('qrcode') && symbology !== 'microqrcode' && { eclevel: errorLevel }),
  })
  if ('pixs' in symbol) return packRows(symbol.pixs, symbol.pixx, symbol.pixy)
  if ('sbs' in symbol) return packBars(symbol.sbs)
  throw unencodable(element)
}

function encode(element: SymbolElement, options: { bcid: string; text: string; eclevel?: string }) {
  try {
    const [symbol] = bwipjs.raw(options)
    if (symbol) return symbol
  } catch (cause) {
    throw unencodable(element, cause)
  }
  throw unencodable(element)
}

function packRows(modules: ArrayLike<number>, columns: number, rows: number): SymbolBits {
  const stride = (columns + 7) >> 3
  const bits = new Uint8Array(stride * rows)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      if (modules[y * columns + x]) bits[y * stride + (x >> 3)]! |= 0x80 >> (x & 7)
  return { columns, rows, bits }
}

/** Widths of bars and spaces in turn, a bar first. */
function packBars(widths: readonly number[]): SymbolBits {
  const columns =
    widths.reduce((sum, width) => sum + width, 0) - (widths.length % 2 === 0 ? (widths.at(-1) ?? 0) : 0)
  const bits = new Uint8Array((columns + 7) >> 3)
  for (let i = 0, x = 0; i < widths.length; i++) {
    const end = x + widths[i]!
    if (i % 2 === 0) for (; x < end; x++) bits[x >> 3]! |= 0x80 >> (x & 7)
    x = end
  }
  return { columns, rows: 1, bits }
}

const unencodable = (element: SymbolElement, cause?: unknown) =>
  new DesignError(
    'symbol-unencodable',
    `The content cannot be written as ${element.symbology}.`,
    element.id,
    { cause },
  )
