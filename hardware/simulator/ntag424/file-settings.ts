import { nativeStatus } from '../../nfc/apdu.ts'
import { fromLittleEndian } from '../../nfc/bytes.ts'
import { piccDataLength } from '../../nfc/ndef.ts'
import type { CommunicationMode } from '../../nfc/secure-messaging.ts'
import { cardStatus, communicationModes, Refusal } from './state.ts'

export const free = 0xe
export const never = 0xf

/** File settings as the chip understands them (NT4H2421Gx §10.7.1 table 69). */
export interface ParsedSettings {
  readonly mode: CommunicationMode
  readonly read: number
  readonly write: number
  readonly readWrite: number
  readonly change: number
  readonly sdm: SdmSettings | undefined
}

export interface SdmSettings {
  readonly mirrorsUid: boolean
  readonly mirrorsCounter: boolean
  readonly encryptsData: boolean
  readonly metaRead: number
  readonly fileRead: number
  readonly counterRetrieval: number
  readonly uidOffset: number | undefined
  readonly counterOffset: number | undefined
  readonly piccDataOffset: number | undefined
  readonly macInputOffset: number | undefined
  readonly encryptedOffset: number | undefined
  readonly encryptedLength: number | undefined
  readonly macOffset: number | undefined
  readonly counterLimit: number | undefined
}

const notMirrored = 0xffffff
const isKeyNumber = (access: number) => access <= 4
const highNibble = (byte = 0) => byte >> 4
const lowNibble = (byte = 0) => byte & 0xf

/** Parses settings byte by byte in the order of table 69. Throws 917E when bytes are missing or left over. */
export function parseSettings(settings: Uint8Array): ParsedSettings {
  const [option = 0, changeByte, readByte] = settings
  const rights = {
    mode: communicationModes[option & 0x03] ?? 'plain',
    readWrite: highNibble(changeByte),
    change: lowNibble(changeByte),
    read: highNibble(readByte),
    write: lowNibble(readByte),
  }
  const enabled = (option & 0x40) !== 0
  if (settings.length < 3 || (!enabled && settings.length > 3)) throw new Refusal(cardStatus.lengthError)
  return { ...rights, sdm: enabled ? parseSdm(settings.subarray(3)) : undefined }
}

function parseSdm(bytes: Uint8Array): SdmSettings {
  const [options = 0, counterByte, readByte] = bytes
  const bit = (index: number) => ((options >> index) & 1) === 1
  const [metaRead, fileRead] = [highNibble(readByte), lowNibble(readByte)]
  let position = 3
  const take = (present: boolean): number | undefined => {
    if (!present) return undefined
    position += 3
    return fromLittleEndian(bytes.subarray(position - 3, position))
  }
  const readsFile = fileRead !== never
  const sdm: SdmSettings = {
    mirrorsUid: bit(7),
    mirrorsCounter: bit(6),
    encryptsData: bit(4),
    metaRead,
    fileRead,
    counterRetrieval: lowNibble(counterByte),
    uidOffset: take(bit(7) && metaRead === free),
    counterOffset: take(bit(6) && metaRead === free),
    piccDataOffset: take(isKeyNumber(metaRead)),
    macInputOffset: take(readsFile),
    encryptedOffset: take(readsFile && bit(4)),
    encryptedLength: take(readsFile && bit(4)),
    macOffset: take(readsFile),
    counterLimit: take(bit(5)),
  }
  if (bytes.length !== position) throw new Refusal(cardStatus.lengthError)
  return sdm.counterOffset === notMirrored ? { ...sdm, counterOffset: undefined } : sdm
}

interface Span {
  readonly start: number
  readonly length: number
}

const span = (start: number | undefined, length: number): Span[] =>
  start === undefined ? [] : [{ start, length }]
const overlap = (left: Span, right: Span) =>
  left.start < right.start + right.length && right.start < left.start + left.length

export interface FileFacts {
  readonly isNdefFile: boolean
  readonly size: number
  /** SDMReadCtr */
  readonly counter: number
  readonly lrp: boolean
}

/** Refuses what the chip refuses (NT4H2421Gx §10.7.1 table 71), with its status words. */
export function checkSettings(parsed: ParsedSettings, { isNdefFile, size, counter, lrp }: FileFacts): void {
  const { sdm } = parsed
  const accesses = [parsed.read, parsed.write, parsed.readWrite, parsed.change]
  const known = (access: number) => isKeyNumber(access) || access >= free
  if (!accesses.every(known)) throw new Refusal(cardStatus.parameterError)
  if (!sdm) return
  if (!isNdefFile) throw new Refusal(nativeStatus.permissionDenied)

  const hasKeys = known(sdm.metaRead) && (isKeyNumber(sdm.fileRead) || sdm.fileRead === never)
  const mirrors = sdm.mirrorsUid || sdm.mirrorsCounter
  const wrong =
    !hasKeys ||
    !known(sdm.counterRetrieval) ||
    (sdm.metaRead !== never && !mirrors) ||
    (sdm.metaRead === never && sdm.mirrorsUid) ||
    (sdm.counterRetrieval !== never && !sdm.mirrorsCounter) ||
    (sdm.encryptsData && (sdm.fileRead === never || !sdm.mirrorsUid || !sdm.mirrorsCounter)) ||
    (sdm.counterLimit !== undefined && (!sdm.mirrorsCounter || sdm.counterLimit <= counter)) ||
    misplaced(sdm, size, piccDataLength[lrp ? 'lrp' : 'aes'])
  if (wrong) throw new Refusal(cardStatus.parameterError)
}

function misplaced(sdm: SdmSettings, size: number, piccLength: number): boolean {
  const mirrored = [
    ...span(sdm.uidOffset, 14),
    ...span(sdm.counterOffset, 6),
    ...span(sdm.piccDataOffset, piccLength),
    ...span(sdm.encryptedOffset, sdm.encryptedLength ?? 0),
    ...span(sdm.macOffset, 16),
  ]
  const { macOffset = 0, macInputOffset = 0, encryptedOffset = 0, encryptedLength } = sdm
  const encryptedOutside =
    encryptedLength !== undefined &&
    (encryptedLength < 32 ||
      encryptedLength % 32 !== 0 ||
      encryptedOffset < macInputOffset ||
      encryptedOffset + encryptedLength > macOffset)
  return (
    macInputOffset > macOffset ||
    encryptedOutside ||
    mirrored.some(({ start, length }) => start + length > size) ||
    mirrored.some((left, index) => mirrored.slice(index + 1).some((right) => overlap(left, right)))
  )
}
