import bwipjs from 'bwip-js'
import type { SymbolElement } from './design.ts'
import { DesignError } from './design-error.ts'
import { rectangle } from './path-data.ts'

/** Light modules on every side: ISO/IEC 18004 §9.1 asks four for QR, ISO/IEC 15417 §4.5 ten for Code 128. */
const QUIET = { qrcode: 4, code128: 10 } as const

/**
 * The dark modules of a symbol as path data, as large as whole micrometres a module allow, centred in its box.
 * Throws `symbol-unencodable` and `symbol-too-small`.
 */
export function drawSymbol(element: SymbolElement, content: string): string {
  const bars = element.symbology === 'qrcode' ? qrRows(element, content) : barRow(element, content)
  const quiet = QUIET[element.symbology]
  const { xUm, yUm, widthUm, heightUm } = element.box
  const across = bars.width + 2 * quiet
  const module = Math.floor(
    bars.height === undefined ? widthUm / across : Math.min(widthUm, heightUm) / across,
  )
  if (module < element.minModuleUm)
    throw new DesignError('symbol-too-small', `${across} modules leave ${module} µm for each.`, element.id)

  const left = xUm + Math.round((widthUm - module * bars.width) / 2)
  const top = bars.height === undefined ? yUm : yUm + Math.round((heightUm - module * bars.height) / 2)
  const tall = bars.height === undefined ? heightUm : module
  return bars.runs
    .map(({ x, y, width }) => rectangle(left + x * module, top + y * module, width * module, tall))
    .join('')
}

interface Bars {
  width: number
  /** In modules; undefined for a linear symbol, whose bars are as tall as the box. */
  height: number | undefined
  runs: { x: number; y: number; width: number }[]
}

function qrRows(element: SymbolElement, content: string): Bars {
  const matrix = encode(element, content)
  if (!('pixs' in matrix)) throw unencodable(element)
  const { pixs, pixx, pixy } = matrix
  const runs: Bars['runs'] = []
  for (let y = 0; y < pixy; y++)
    for (let x = 0; x < pixx; x++) {
      if (!pixs[y * pixx + x]) continue
      const start = x
      while (x < pixx && pixs[y * pixx + x]) x++
      runs.push({ x: start, y, width: x - start })
    }
  return { width: pixx, height: pixy, runs }
}

function barRow(element: SymbolElement, content: string): Bars {
  const row = encode(element, content)
  if (!('sbs' in row)) throw unencodable(element)
  const runs: Bars['runs'] = []
  let x = 0
  row.sbs.forEach((width, i) => {
    if (i % 2 === 0) runs.push({ x, y: 0, width })
    x += width
  })
  return { width: x, height: undefined, runs }
}

/** What a Code 128 reader gives back as it was: ISO/IEC 15417 has no say about other characters than ASCII. */
const PLAIN = /^[\x20-\x7e]+$/

function encode(element: SymbolElement, content: string) {
  if (element.symbology === 'code128' && !PLAIN.test(content)) throw unencodable(element)
  try {
    const [symbol] = bwipjs.raw({
      bcid: element.symbology,
      text: content,
      ...(element.symbology === 'qrcode' && { eclevel: 'M' }),
    })
    if (symbol) return symbol
  } catch (cause) {
    throw unencodable(element, cause)
  }
  throw unencodable(element)
}

const unencodable = (element: SymbolElement, cause?: unknown) =>
  new DesignError(
    'symbol-unencodable',
    `The content cannot be written as ${element.symbology}.`,
    element.id,
    { cause },
  )
