/** Steps of the curve by which sRGB's numbers become light. */
const STEPS = 1_024

/** sRGB's white and primaries under the connection space's own light, D50 (IEC 61966-2-1, adapted by Bradford). */
const COLORANTS = {
  wtpt: [0.9642, 1, 0.8249],
  rXYZ: [0.4360747, 0.2225045, 0.0139322],
  gXYZ: [0.3850649, 0.7168786, 0.0971045],
  bXYZ: [0.1430804, 0.0606169, 0.7141733],
} as const

/** The colours of what we print as an ICC profile, version 2.1 (ICC.1:1998-09). */
export function srgbProfile(): Uint8Array {
  const curve = toneCurve()
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB')],
    ['cprt', Buffer.concat([typed('text'), Buffer.from('No copyright, use freely\0', 'latin1')])],
    ...Object.entries(COLORANTS).map(([name, xyz]): [string, Buffer] => [name, colorant(xyz)]),
    ...['rTRC', 'gTRC', 'bTRC'].map((name): [string, Buffer] => [name, curve]),
  ]
  const parts = new Map<Buffer, number>()
  let size = 128 + 4 + tags.length * 12
  for (const [, part] of tags) {
    if (parts.has(part)) continue
    parts.set(part, size)
    size += (part.length + 3) & ~3
  }
  const profile = Buffer.alloc(size)
  writeHeader(profile)
  profile.writeUInt32BE(tags.length, 128)
  tags.forEach(([name, part], i) => {
    const at = 132 + i * 12
    profile.write(name, at, 'latin1')
    profile.writeUInt32BE(parts.get(part) ?? 0, at + 4)
    profile.writeUInt32BE(part.length, at + 8)
  })
  for (const [part, at] of parts) part.copy(profile, at)
  return profile
}

/** §6.1: a display's profile from RGB to XYZ. */
function writeHeader(profile: Buffer): void {
  profile.writeUInt32BE(profile.length, 0)
  profile.writeUInt32BE(0x0210_0000, 8)
  profile.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [i, part] of [2026, 1, 1].entries()) profile.writeUInt16BE(part, 24 + i * 2)
  profile.write('acsp', 36, 'latin1')
  COLORANTS.wtpt.forEach((part, i) => profile.writeInt32BE(fixed(part), 68 + i * 4))
}

/** §5.3.7: s15Fixed16Number. */
const fixed = (value: number): number => Math.round(value * 65_536)

const typed = (type: string): Buffer => Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4)])

function colorant(xyz: readonly number[]): Buffer {
  const numbers = Buffer.alloc(12)
  xyz.forEach((part, i) => numbers.writeInt32BE(fixed(part), i * 4))
  return Buffer.concat([typed('XYZ '), numbers])
}

function toneCurve(): Buffer {
  const table = Buffer.alloc(4 + STEPS * 2)
  table.writeUInt32BE(STEPS, 0)
  for (let i = 0; i < STEPS; i++) {
    const value = i / (STEPS - 1)
    const light = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    table.writeUInt16BE(Math.round(light * 65_535), 4 + i * 2)
  }
  return Buffer.concat([typed('curv'), table])
}

/** §6.5.16: textDescriptionType; its Unicode and Macintosh forms stay empty. */
function description(text: string): Buffer {
  const ascii = Buffer.from(`${text}\0`, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(ascii.length)
  return Buffer.concat([typed('desc'), length, ascii, Buffer.alloc(4 + 4 + 2 + 1 + 67)])
}
