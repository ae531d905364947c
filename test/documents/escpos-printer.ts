/** What a printer would put on paper. */
export type Printed =
  | { text: string; align: number; scale: number; isStrong: boolean }
  | { qr: string; align: number }
  | { cut: true }

/** Reads bytes as Epson's command reference says, and throws at every byte that is no command of it. */
export function interpret(bytes: Uint8Array): Printed[] {
  const printed: Printed[] = []
  const decoder = new TextDecoder('gb18030')
  let [at, align, scale, isStrong, stored] = [0, 0, 1, false, '']
  let line: number[] = []
  const next = (): number => {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error('the bytes end within a command')
    return byte
  }
  const unknown = (name: string): never => {
    throw new Error(`no command: ${name} at ${at}`)
  }
  while (at < bytes.length) {
    const byte = next()
    if (byte === 0x1b) {
      const command = next()
      if (command === 0x40) [align, scale, isStrong] = [0, 1, false]
      else if (command === 0x61) align = next()
      else if (command === 0x45) isStrong = next() === 1
      else unknown(`ESC ${command}`)
    } else if (byte === 0x1c) {
      const command = next()
      if (command === 0x21) next()
      else if (command !== 0x26) unknown(`FS ${command}`)
    } else if (byte === 0x1d) {
      const command = next()
      if (command === 0x21) scale = (next() & 0x0f) + 1
      else if (command === 0x56) {
        if (next() !== 0x42) unknown('GS V')
        next()
        printed.push({ cut: true })
      } else if (command === 0x28) {
        if (next() !== 0x6b) unknown('GS (')
        const length = next() + next() * 256
        const parameters = bytes.subarray(at, at + length)
        at += length
        if (parameters[0] !== 0x31) unknown('GS ( k')
        if (parameters[1] === 0x50) stored = new TextDecoder().decode(parameters.subarray(3))
        if (parameters[1] === 0x51) printed.push({ qr: stored, align })
      } else unknown(`GS ${command}`)
    } else if (byte === 0x0a) {
      const last = { text: decoder.decode(Uint8Array.from(line)), align, scale, isStrong }
      printed.push(last)
      line = []
    } else if (byte < 0x20) unknown(String(byte))
    else {
      line.push(byte)
      if (byte >= 0x81) line.push(next())
    }
  }
  return printed
}
