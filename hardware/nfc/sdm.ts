import { sameBytes } from './aes.ts'
import { ascii, concat, fromLittleEndian, hex, littleEndian, unhex } from './bytes.ts'
import { piccDataLength, type SunNdef } from './ndef.ts'
import { type SdmCipher, sdmCipher, sdmMacKey, unsealPiccData } from './sdm-cipher.ts'
import type { Messaging } from './session-keys.ts'

/** A secure unique NFC message as it stands in a URL; nothing in it is believed yet. */
export interface SunMessage {
  /** The address up to and without `p`: what was written to the card. */
  readonly base: string
  /** 16 bytes, 24 from a card in LRP mode. */
  readonly piccData: Uint8Array
  /** File data that the card encrypted, where it was given any. */
  readonly secret?: Uint8Array
  readonly macInput: Uint8Array
  readonly mac: Uint8Array
}

export interface CardReading {
  /** 7 bytes, upper-case hex. */
  readonly uid: string
  /** SDMReadCtr: grows with every reading of the card, never repeats. */
  readonly counter: number
}

const uidLength = 7
const mirroredUidAndCounter = 0xc7 // PICCDataTag: both mirrored, UID of 7 bytes (NT4H2421Gx table 21)

const sunPattern =
  /^([^?#]*\?|[^#]*#(?!p=))(?:([^#]*)&)?p=([0-9A-F]{32}|[0-9A-F]{48})(?:&e=((?:[0-9A-F]{32})+))?&m=([0-9A-F]{16})$/

/** Takes a SUN message out of the URL that `encodeSunFile` laid out; undefined when it is not one. */
export function parseSun(uri: string): SunMessage | undefined {
  const [, path, query, piccData, secret, mac] = sunPattern.exec(uri) ?? []
  if (path === undefined || piccData === undefined || mac === undefined) return undefined
  return {
    base: query === undefined ? path.slice(0, -1) : path + query,
    piccData: unhex(piccData),
    ...(secret !== undefined && { secret: unhex(secret) }),
    macInput: ascii(uri.slice(path.length, -mac.length)),
    mac: unhex(mac),
  }
}

const messagingOf = (piccData: Uint8Array): Messaging =>
  piccData.length * 2 === piccDataLength.lrp ? 'lrp' : 'aes'

/** Decrypts PICCData with the batch's meta-read key; undefined when that key does not open it (NT4H2421Gx §9.3.4). */
export function openPiccData(metaReadKey: Uint8Array, piccData: Uint8Array): CardReading | undefined {
  const plain = unsealPiccData(messagingOf(piccData), metaReadKey, piccData)
  if (plain[0] !== mirroredUidAndCounter) return undefined
  return {
    uid: hex(plain.subarray(1, 1 + uidLength)),
    counter: fromLittleEndian(plain.subarray(1 + uidLength, 1 + uidLength + 3)),
  }
}

/** SesSDMFileReadMACKey of one reading in AES mode (NT4H2421Gx §9.3.9.1). */
export const sunMacKey = (fileReadKey: Uint8Array, { uid, counter }: CardReading): Uint8Array =>
  sdmMacKey(fileReadKey, { uid: unhex(uid), counter })

const cipherOf = (message: SunMessage, fileReadKey: Uint8Array, reading: CardReading): SdmCipher =>
  sdmCipher(messagingOf(message.piccData), fileReadKey, {
    uid: unhex(reading.uid),
    counter: reading.counter,
  })

/** Tells in constant time whether the card that holds `fileReadKey` made this message at this reading. */
export const sunMacIsGenuine = (
  message: SunMessage,
  fileReadKey: Uint8Array,
  reading: CardReading,
): boolean => sameBytes(cipherOf(message, fileReadKey, reading).mac(message.macInput), message.mac)

/** The card's encrypted file data as they were written; undefined when the message carries none. Verify its MAC first. */
export const openSunSecret = (
  message: SunMessage,
  fileReadKey: Uint8Array,
  reading: CardReading,
): Uint8Array | undefined => message.secret && cipherOf(message, fileReadKey, reading).decrypt(message.secret)

export interface SunKeys {
  readonly metaReadKey: Uint8Array
  readonly fileReadKeyOf: (uid: string) => Uint8Array
}

/**
 * Verifies a SUN message: answers whose card it is and its counter, undefined for anything forged or foreign.
 * Whether the counter moved forward is for the caller, who knows the last one.
 */
export function verifySun(message: SunMessage, keys: SunKeys): CardReading | undefined {
  const reading = openPiccData(keys.metaReadKey, message.piccData)
  if (!reading) return undefined
  return sunMacIsGenuine(message, keys.fileReadKeyOf(reading.uid), reading) ? reading : undefined
}

export interface SunAccess {
  readonly ndef: SunNdef
  readonly metaReadKeyNumber: number
  readonly fileReadKeyNumber: number
  /** Key that may rewrite the file and its settings. */
  readonly writeKeyNumber: number
  /** How many readings the card gives in its life; unlimited when absent. */
  readonly readLimit?: number
}

const sdmEnabledPlain = 0x40 // FileOption: SDM on, plain communication
// SDMOptions (NT4H2421Gx §10.7.1 table 69)
const mirrorUidAndCounterAscii = 0xc1
const limitReadings = 0x20
const encryptFileData = 0x10
const freeAccess = 0xe
const noAccess = 0xf

const accessByte = (high: number, low: number) => high * 16 + low

/** ChangeFileSettings data that turns SUN on: everyone reads, one key writes (NT4H2421Gx §10.7.1 table 69, in its order). */
export function sunFileSettings(access: SunAccess): Uint8Array {
  const { ndef, metaReadKeyNumber, fileReadKeyNumber, writeKeyNumber, readLimit } = access
  const options =
    mirrorUidAndCounterAscii +
    (ndef.secret ? encryptFileData : 0) +
    (readLimit === undefined ? 0 : limitReadings)
  const numbers = [
    ndef.piccDataOffset,
    ndef.macInputOffset,
    ...(ndef.secret ? [ndef.secret.offset, ndef.secret.length] : []),
    ndef.macOffset,
    ...(readLimit === undefined ? [] : [readLimit]),
  ]
  return concat(
    Uint8Array.of(
      sdmEnabledPlain,
      accessByte(writeKeyNumber, writeKeyNumber),
      accessByte(freeAccess, writeKeyNumber),
      options,
      accessByte(noAccess, noAccess),
      accessByte(metaReadKeyNumber, fileReadKeyNumber),
    ),
    ...numbers.map((number) => littleEndian(number, 3)),
  )
}
