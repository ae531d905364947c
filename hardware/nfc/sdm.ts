import { aesCmac, decryptCbc, sameBytes, truncatedMac, zeroIv } from './aes.ts'
import { ascii, concat, fromLittleEndian, hex, littleEndian, unhex } from './bytes.ts'
import type { SunNdef } from './ndef.ts'

/** A secure unique NFC message as it stands in a URL; nothing in it is believed yet. */
export interface SunMessage {
  /** The address up to and without `p`: what was written to the card. */
  readonly base: string
  readonly piccData: Uint8Array
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
const macKeyLabel = unhex('3CC300010080') // SV2 (NT4H2421Gx §9.3.9.1)

/** Takes a SUN message out of the URL that `encodeSunFile` laid out; undefined when it is not one. */
export function parseSun(uri: string): SunMessage | undefined {
  const match = /^([^?#]*\?|[^#]*#(?!p=))(?:([^#]*)&)?p=([0-9A-F]{32})&m=([0-9A-F]{16})$/.exec(uri)
  const [, path, query, piccData, mac] = match ?? []
  if (path === undefined || piccData === undefined || mac === undefined) return undefined
  return {
    base: query === undefined ? path.slice(0, -1) : path + query,
    piccData: unhex(piccData),
    macInput: ascii(uri.slice(path.length, -mac.length)),
    mac: unhex(mac),
  }
}

/** Decrypts PICCData with the batch's meta-read key; undefined when that key does not open it (NT4H2421Gx §9.3.4). */
export function openPiccData(metaReadKey: Uint8Array, piccData: Uint8Array): CardReading | undefined {
  const plain = decryptCbc(metaReadKey, zeroIv, piccData)
  if (plain[0] !== mirroredUidAndCounter) return undefined
  return {
    uid: hex(plain.subarray(1, 1 + uidLength)),
    counter: fromLittleEndian(plain.subarray(1 + uidLength, 1 + uidLength + 3)),
  }
}

/** SesSDMFileReadMACKey of one reading (NT4H2421Gx §9.3.9.1). */
export const sunMacKey = (fileReadKey: Uint8Array, reading: CardReading): Uint8Array =>
  aesCmac(fileReadKey, concat(macKeyLabel, unhex(reading.uid), littleEndian(reading.counter, 3)))

/** Tells in constant time whether the card that holds `fileReadKey` made this message at this reading. */
export const sunMacIsGenuine = (
  message: SunMessage,
  fileReadKey: Uint8Array,
  reading: CardReading,
): boolean => sameBytes(truncatedMac(sunMacKey(fileReadKey, reading), message.macInput), message.mac)

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
}

const sdmEnabledPlain = 0x40 // FileOption: SDM on, plain communication
const mirrorUidAndCounterAscii = 0xc1 // SDMOptions
const freeAccess = 0xe
const noAccess = 0xf

const accessByte = (high: number, low: number) => high * 16 + low

/** ChangeFileSettings data that turns SUN on: everyone reads, one key writes (NT4H2421Gx §10.7.1 table 69, in its order). */
export const sunFileSettings = ({ ndef, metaReadKeyNumber, fileReadKeyNumber, writeKeyNumber }: SunAccess) =>
  concat(
    Uint8Array.of(
      sdmEnabledPlain,
      accessByte(writeKeyNumber, writeKeyNumber),
      accessByte(freeAccess, writeKeyNumber),
      mirrorUidAndCounterAscii,
      accessByte(noAccess, noAccess),
      accessByte(metaReadKeyNumber, fileReadKeyNumber),
    ),
    ...[ndef.piccDataOffset, ndef.macInputOffset, ndef.macOffset].map((offset) => littleEndian(offset, 3)),
  )
