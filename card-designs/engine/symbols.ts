import type { SymbolElement } from './design.ts'
import { DesignError } from './design-error.ts'
import type { BitsItem } from './display-list.ts'
import { encodeSymbol } from './encode-symbol.ts'
import { symbologyRules } from './symbologies.ts'

/**
 * A symbol as large as whole micrometres a module allow, centred in its box with its quiet zone. Throws
 * `symbol-unencodable` and `symbol-too-small`.
 */
export function drawSymbol(element: SymbolElement, content: string): BitsItem {
  const symbol = encodeSymbol(element, content)
  const { quiet, linear } = symbologyRules[element.symbology]
  const { xUm, yUm, widthUm, heightUm } = element.box
  const [across, down] = [symbol.columns + 2 * quiet, symbol.rows + 2 * quiet]
  const module = Math.floor(linear ? widthUm / across : Math.min(widthUm / across, heightUm / down))
  if (module < element.minModuleUm)
    throw new DesignError('symbol-too-small', `${across} modules leave ${module} µm for each.`, element.id)
  const place = {
    xUm: xUm + Math.round((widthUm - module * symbol.columns) / 2),
    moduleWidthUm: module,
    colour: element.colour,
  }
  return linear
    ? { kind: 'bits', ...symbol, ...place, yUm, moduleHeightUm: heightUm }
    : {
        kind: 'bits',
        ...symbol,
        ...place,
        yUm: yUm + Math.round((heightUm - module * symbol.rows) / 2),
        moduleHeightUm: module,
      }
}
