/** ICC.1:2022 §7.2: the header, and the least that a profile for output has behind it. */
const HEADER = 128
const ENTRY = 12
const MOST_TAGS = 100
const LONGEST_NAME = 100

/** Where the header says what (table 17). */
const AT = { size: 0, version: 8, class: 12, space: 16, signature: 36 } as const

/** Why bytes are not the profile of a press. */
export type IccFault = 'colour-profile-unreadable' | 'colour-profile-not-press'

/**
 * The name by which a profile describes itself.
 * @returns its fault where the bytes are no ICC profile of version 2 or 4, or not that of a press with four inks
 */
export function readPressProfile(bytes: Uint8Array): { name: string } | { fault: IccFault } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tags = readTags(file)
  if (!tags) return { fault: 'colour-profile-unreadable' }
  const word = (at: number) => file.toString('latin1', at, at + 4)
  // To and from its inks: whoever shows the file needs the one, whoever converts for the press the other.
  const [fromInks, toInks] = [tags.get('A2B0'), tags.get('B2A0')]
  if (word(AT.class) !== 'prtr' || word(AT.space) !== 'CMYK' || !fromInks || !toInks)
    return { fault: 'colour-profile-not-press' }
  if (!isTable(fromInks, { from: 4, to: 3 }) || !isTable(toInks, { from: 3, to: 4 }))
    return { fault: 'colour-profile-unreadable' }
  const name = nameIn(tags.get('desc'))
  return name === '' ? { fault: 'colour-profile-unreadable' } : { name }
}

/** §7.3: each tag's bytes, all of them within the file. */
function readTags(file: Buffer): ReadonlyMap<string, Buffer> | undefined {
  if (file.length < HEADER + 4 || file.readUInt32BE(AT.size) !== file.length) return undefined
  if (file.toString('latin1', AT.signature, AT.signature + 4) !== 'acsp') return undefined
  if (![2, 4].includes(file[AT.version] ?? 0)) return undefined
  const count = file.readUInt32BE(HEADER)
  if (count > MOST_TAGS || HEADER + 4 + count * ENTRY > file.length) return undefined
  const tags = new Map<string, Buffer>()
  for (let i = 0; i < count; i++) {
    const entry = HEADER + 4 + i * ENTRY
    const [at, length] = [file.readUInt32BE(entry + 4), file.readUInt32BE(entry + 8)]
    if (at + length > file.length) return undefined
    tags.set(file.toString('latin1', entry, entry + 4), file.subarray(at, at + length))
  }
  return tags
}

/** §10.10 to §10.13: what leads from one space to the other begins with its kind and how many channels go in and come out. */
const isTable = (tag: Buffer, channels: { from: number; to: number }): boolean =>
  tag.length >= 32 &&
  ['mft1', 'mft2', 'mAB ', 'mBA '].includes(tag.toString('latin1', 0, 4)) &&
  tag[8] === channels.from &&
  tag[9] === channels.to

/** Of version 2 a text in ASCII (ICC.1:2001-04 §6.5.17), of version 4 one in languages, of which the first is taken (§10.15). */
function nameIn(tag: Buffer | undefined): string {
  if (!tag || tag.length < 28) return ''
  const kind = tag.toString('latin1', 0, 4)
  if (kind === 'desc') return printable(tag.toString('latin1', 12, 12 + Math.max(0, tag.readUInt32BE(8) - 1)))
  if (kind !== 'mluc' || tag.readUInt32BE(8) === 0) return ''
  const [length, at] = [tag.readUInt32BE(20), tag.readUInt32BE(24)]
  if (at + length > tag.length || length % 2 !== 0) return ''
  return printable(
    Buffer.from(tag.subarray(at, at + length))
      .swap16()
      .toString('utf16le'),
  )
}

/** Cut between characters: half of one is no text that a database keeps. */
const printable = (text: string): string =>
  Array.from(text.replace(/\p{C}/gu, ' ').trim()).slice(0, LONGEST_NAME).join('')
