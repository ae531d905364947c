import type { Fault } from '../../api/designs.ts'
import { useText } from './texts.ts'

/** What the engine's checker finds, by its code. */
const KNOWN = [
  'data-missing',
  'data-invalid',
  'format-unknown',
  'glyph-missing',
  'text-too-long',
  'symbol-unencodable',
  'symbol-too-small',
  'quiet-zone',
  'low-contrast',
  'low-resolution',
  'outside-safe-area',
  'zone-violated',
  'asset-missing',
  'picture-unreadable',
  'out-of-gamut',
] as const

/** A fault in a sentence; a code without words of its own is shown as it is. */
export function useFaultWords(): (fault: Fault) => string {
  const text = useText()
  return ({ code }) => {
    const known = KNOWN.find((name) => name === code)
    return known ? text(`fault.${known}`) : text('fault.other', { code })
  }
}
