import {
  aesCmac,
  decryptBlock,
  decryptCbc,
  encryptBlock,
  encryptCbc,
  truncated,
  truncatedMac,
  zeroIv,
} from './aes.ts'
import { concat, littleEndian, unhex } from './bytes.ts'
import { decryptLricb, encryptLricb, lrpCmac, lrpKey, lrpKeys } from './lrp.ts'
import type { Messaging } from './session-keys.ts'

/** What a reading mirrors; either may be left out of a message (NT4H2421Gx §9.3.3). */
export interface Mirrored {
  /** 7 bytes. */
  readonly uid: Uint8Array
  readonly counter: number
}

/** The cryptography of one reading of a card: chip and verifier compute the same. */
export interface SdmCipher {
  /** SDMMAC: the truncated MAC over the file's characters as they are read, 8 bytes. */
  mac(input: Uint8Array): Uint8Array
  /** SDMENCFileData; whole blocks, no padding. */
  encrypt(data: Uint8Array): Uint8Array
  decrypt(data: Uint8Array): Uint8Array
}

const encryptionLabel = unhex('C33C00010080') // SV1 (NT4H2421Gx §9.3.9.1)
const macLabel = unhex('3CC300010080') // SV2
const lrpPrefix = unhex('00010080') // SV (NT4H2421Gx §9.3.9.2)
const lrpLabel = unhex('1EE1')
const randomLength = 8 // PICCRand (NT4H2421Gx §9.3.4.2)

const mirroredBytes = ({ uid, counter }: Partial<Mirrored>) =>
  concat(uid ?? new Uint8Array(), counter === undefined ? new Uint8Array() : littleEndian(counter, 3))

/** SesSDMFileReadMACKey of one reading in AES mode (NT4H2421Gx §9.3.9.1). */
export function sdmMacKey(fileReadKey: Uint8Array, mirrored: Partial<Mirrored>): Uint8Array {
  const vector = concat(macLabel, mirroredBytes(mirrored))
  return aesCmac(fileReadKey, concat(vector, new Uint8Array(-vector.length & 15)))
}

function aesSdmCipher(fileReadKey: Uint8Array, mirrored: Partial<Mirrored>): SdmCipher {
  // File data are only encrypted where both are mirrored (NT4H2421Gx §9.3.9.1).
  const counter = littleEndian(mirrored.counter ?? 0, 3)
  const chained = (work: typeof encryptCbc, data: Uint8Array) => {
    const key = aesCmac(fileReadKey, concat(encryptionLabel, mirroredBytes(mirrored)))
    return work(key, encryptBlock(key, concat(counter, new Uint8Array(13))), data)
  }
  return {
    mac: (input) => truncatedMac(sdmMacKey(fileReadKey, mirrored), input),
    encrypt: (data) => chained(encryptCbc, data),
    decrypt: (data) => chained(decryptCbc, data),
  }
}

function lrpSdmCipher(fileReadKey: Uint8Array, mirrored: Partial<Mirrored>): SdmCipher {
  const vector = mirroredBytes(mirrored)
  const zeros = new Uint8Array(-(vector.length + lrpPrefix.length + lrpLabel.length) & 15)
  const master = lrpCmac(lrpKey(fileReadKey))(concat(lrpPrefix, vector, zeros, lrpLabel))
  const [macKey, encryptionKey] = lrpKeys(master, 2)
  if (!macKey || !encryptionKey) throw new RangeError('no updated keys')
  const counter = concat(littleEndian(mirrored.counter ?? 0, 3), new Uint8Array(3))
  return {
    mac: (input) => truncated(lrpCmac(macKey)(input)),
    encrypt: (data) => encryptLricb(encryptionKey, counter, data),
    decrypt: (data) => decryptLricb(encryptionKey, counter, data),
  }
}

/** The keys of one reading under the card's file-read key (NT4H2421Gx §9.3.9). */
export const sdmCipher = (
  messaging: Messaging,
  fileReadKey: Uint8Array,
  mirrored: Partial<Mirrored>,
): SdmCipher =>
  messaging === 'lrp' ? lrpSdmCipher(fileReadKey, mirrored) : aesSdmCipher(fileReadKey, mirrored)

/** PICCData of one block under the meta-read key; `random` are 8 bytes, used in LRP mode (NT4H2421Gx §9.3.4). */
export const sealPiccData = (
  messaging: Messaging,
  metaReadKey: Uint8Array,
  { plain, random }: { readonly plain: Uint8Array; readonly random: Uint8Array },
): Uint8Array =>
  messaging === 'lrp'
    ? concat(random, encryptLricb(lrpKey(metaReadKey), random, plain))
    : encryptCbc(metaReadKey, zeroIv, plain)

/** Opens what `sealPiccData` made, 16 bytes of AES or 24 of LRP. */
export const unsealPiccData = (
  messaging: Messaging,
  metaReadKey: Uint8Array,
  sealed: Uint8Array,
): Uint8Array =>
  messaging === 'lrp'
    ? decryptLricb(lrpKey(metaReadKey), sealed.subarray(0, randomLength), sealed.subarray(randomLength))
    : decryptBlock(metaReadKey, sealed) // CBC of one block, its initial vector zero
