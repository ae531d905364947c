/** ICC.1:2001-04 §6.5.10: a table of two points an ink, from CMYK to Lab or back, that only a test takes for colours. */
function table(signature: 'A2B0' | 'B2A0'): [string, Buffer] {
  const [from, to] = signature === 'A2B0' ? [4, 3] : [3, 4]
  const head = Buffer.alloc(48)
  head.write('mft1', 0, 'latin1')
  head.set([from, to, 2], 8)
  for (const diagonal of [0, 4, 8]) head.writeInt32BE(65_536, 12 + diagonal * 4)
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => i)
  const points = Array.from({ length: 2 ** from }, (_, i) => {
    const ink = i.toString(2).replaceAll('0', '').length / from
    return to === 3 ? [255 - Math.round(255 * ink), 128, 128] : [0, 0, 0, Math.round(255 * (1 - ink))]
  })
  const ramps = (count: number) => Array.from({ length: count }, () => ramp)
  return [signature, Buffer.concat([head, ...ramps(from), Uint8Array.from(points.flat()), ...ramps(to)])]
}

function description(name: string): Buffer {
  const tag = Buffer.alloc(12 + name.length + 1 + 78)
  tag.write('desc', 0, 'latin1')
  tag.writeUInt32BE(name.length + 1, 8)
  tag.write(name, 12, 'latin1')
  return tag
}

/** ICC.1:2022 §10.15: one record, in English. */
function localised(name: string): Buffer {
  const text = Buffer.from(name, 'utf16le').swap16()
  const tag = Buffer.alloc(28)
  tag.write('mluc', 0, 'latin1')
  tag.writeUInt32BE(1, 8)
  tag.writeUInt32BE(12, 12)
  tag.write('enUS', 16, 'latin1')
  tag.writeUInt32BE(text.length, 20)
  tag.writeUInt32BE(28, 24)
  return Buffer.concat([tag, text])
}

/** The ICC profile of a press that nobody has, by ICC.1:2001-04: what a print shop gives to its customers. */
export function pressProfile({
  name = 'Mall press, coated',
  space = 'CMYK',
  kind = 'prtr',
  version = 2,
} = {}): Buffer {
  const words = version === 4 ? localised(name) : description(name)
  const tags: [string, Buffer][] = [['desc', words], table('A2B0'), table('B2A0')]
  const head = Buffer.alloc(128 + 4 + tags.length * 12)
  const parts: Buffer[] = [head]
  let at = head.length
  for (const [i, [signature, bytes]] of tags.entries()) {
    head.write(signature, 132 + i * 12, 'latin1')
    head.writeUInt32BE(at, 136 + i * 12)
    head.writeUInt32BE(bytes.length, 140 + i * 12)
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
    parts.push(padded)
    at += padded.length
  }
  head.writeUInt32BE(at, 0)
  head.writeUInt32BE(version === 4 ? 0x0430_0000 : 0x0210_0000, 8)
  head.write(`${kind}${space}Lab `, 12, 'latin1')
  head.write('acsp', 36, 'latin1')
  for (const [i, part] of [63_190, 65_536, 54_061].entries()) head.writeInt32BE(part, 68 + i * 4)
  head.writeUInt32BE(tags.length, 128)
  return Buffer.concat(parts)
}
