import type { IsoCommand } from './iso-commands.ts'

/** Takes an APDU of ISO/IEC 7816-4 §5.1 apart, short lengths only; undefined when the lengths disagree. */
export function dissect(apdu: Uint8Array): (IsoCommand & { readonly cla: number }) | undefined {
  const [cla, instruction, p1, p2, length] = apdu
  if (cla === undefined || instruction === undefined || p1 === undefined || p2 === undefined) return undefined
  const head = { cla, instruction, p1, p2 }
  if (length === undefined) return { ...head, data: new Uint8Array(), expected: undefined }
  if (apdu.length === 5) return { ...head, data: new Uint8Array(), expected: length || 256 }
  const le = apdu[5 + length]
  if (length === 0 || apdu.length < 5 + length || apdu.length > 6 + length) return undefined
  return { ...head, data: apdu.slice(5, 5 + length), expected: le === undefined ? undefined : le || 256 }
}
