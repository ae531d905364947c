import type { Fault } from '../../api/designs.ts'
import { useText } from './texts.ts'

/** Faults whose sentence needs no figure. */
const PLAIN = [
  'data-missing',
  'data-invalid',
  'format-unknown',
  'glyph-missing',
  'text-too-long',
  'symbol-unencodable',
  'symbol-too-small',
  'quiet-zone-disturbed',
  'outside-safe-area',
  'zone-violated',
  'asset-missing',
  'picture-unreadable',
  'bleed-short',
] as const

/** A fault in a sentence; a code without words of its own is shown as it is. */
export function useFaultWords(): (fault: Fault) => string {
  const text = useText()
  return ({ code, params }) => {
    const figure = (name: string): number => Number(params[name] ?? 0)
    switch (code) {
      case 'contrast-low':
        return text('fault.contrast-low', {
          percent: figure('percent'),
          leastPercent: figure('leastPercent'),
        })
      case 'resolution-low':
        return text('fault.resolution-low', { dpi: figure('dpi'), leastDpi: figure('leastDpi') })
      case 'inks-heavy':
        return text('fault.inks-heavy', { percent: figure('percent'), mostPercent: figure('mostPercent') })
      case 'text-small':
        return text('fault.text-small', { size: figure('sizeUm') / 1_000 })
      case 'stroke-thin':
        return text('fault.stroke-thin', { width: figure('widthUm') / 1_000 })
    }
    const plain = PLAIN.find((name) => name === code)
    return plain ? text(`fault.${plain}`) : text('fault.other', { code })
  }
}
