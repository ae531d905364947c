/** The mark (〓) that stands for a sign which a receipt printer's typeface does not have. */
const GETA = [0xa1, 0xfe] as const

let codes: Map<string, readonly [number, number]> | undefined

/**
 * Text in the one- and two-byte part of GB 18030, which is what receipt printers' typefaces hold. Every other sign becomes
 * the geta mark (〓), and control characters but the line feed become spaces: a text can never be a command.
 */
export function encodeGb18030(text: string): Uint8Array {
  codes ??= readCodes()
  const bytes: number[] = []
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    if (code === 0x0a || (code >= 0x20 && code < 0x7f)) bytes.push(code)
    else if (code < 0x20 || code === 0x7f) bytes.push(0x20)
    else bytes.push(...(codes.get(sign) ?? GETA))
  }
  return Uint8Array.from(bytes)
}

/** Width in columns of a printer's typeface: two for a Chinese sign. */
export const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, sign) => sum + (sign < '\u007f' ? 1 : 2), 0)

/** GB 18030 §4: two-byte codes have a lead of 81–FE and a trail of 40–7E or 80–FE. */
function readCodes(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, readonly [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const sign = decoder.decode(Uint8Array.of(lead, trail))
      if (Array.from(sign).length === 1 && !table.has(sign)) table.set(sign, [lead, trail])
    }
  return table
}
