import bwipjs from 'bwip-js'
import type { SymbolElement } from './design.ts'
import { DesignError } from './design-error.ts'
import { symbologyRules } from './symbologies.ts'

/** A symbol's dark modules, packed as `BitsItem` has them, without quiet zone. */
export interface SymbolBits {
  columns: number
  rows: number
  bits: Uint8Array
}

/** Throws `symbol-unencodable` for what the symbology cannot write or a reader would not give back as it was. */
export function encodeSymbol(element: SymbolElement, content: string): SymbolBits {
  const { symbology, errorLevel = 'M' } = element
  if (symbologyRules[symbology].content?.test(content) === false) throw unencodable(element)
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
  const modules = widths.flatMap((width, i) => Array.from({ length: width }, () => (i + 1) % 2))
  const columns = modules.lastIndexOf(1) + 1
  return packRows(modules, columns, 1)
}

const unencodable = (element: SymbolElement, cause?: unknown) =>
  new DesignError(
    'symbol-unencodable',
    `The content cannot be written as ${element.symbology}.`,
    element.id,
    { cause },
  )
