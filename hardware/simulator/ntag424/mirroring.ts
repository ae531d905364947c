import { aesCmac, encryptBlock, encryptCbc, truncatedMac, zeroIv } from '../../nfc/aes.ts'
import { ascii, concat, hex, littleEndian, unhex } from '../../nfc/bytes.ts'
import type { SdmSettings } from './file-settings.ts'
import type { CardMemory } from './memory.ts'

const macLabel = unhex('3CC300010080') // SV2 (NT4H2421Gx §9.3.9.1)
const encryptionLabel = unhex('C33C00010080') // SV1
export const paddingLength = 16

const mirror = (file: Uint8Array, offset: number | undefined, bytes: Uint8Array) => {
  if (offset !== undefined) file.set(ascii(hex(bytes)), offset)
}

const keyOf = (memory: CardMemory, number: number) => memory.keys[number]?.value ?? new Uint8Array(16)

/** What was mirrored, as both PICCData and the session vectors hold it: counter LSB first. */
function mirroredData(memory: CardMemory, sdm: SdmSettings): Uint8Array {
  const uid = sdm.mirrorsUid ? memory.uid : new Uint8Array()
  const counter = sdm.mirrorsCounter ? littleEndian(memory.sdmReadCounter, 3) : new Uint8Array()
  return concat(uid, counter)
}

/** PICCDataTag, data and random bytes, encrypted (NT4H2421Gx §9.3.4). */
function encryptPiccData(memory: CardMemory, sdm: SdmSettings, padding: Uint8Array): Uint8Array {
  const tag = (sdm.mirrorsUid ? 0x87 : 0) + (sdm.mirrorsCounter ? 0x40 : 0)
  const plain = concat(Uint8Array.of(tag), mirroredData(memory, sdm), padding).subarray(0, 16)
  return encryptCbc(keyOf(memory, sdm.metaRead), zeroIv, plain)
}

function encryptFileData(memory: CardMemory, sdm: SdmSettings, data: Uint8Array): Uint8Array {
  const counter = littleEndian(memory.sdmReadCounter, 3)
  const key = aesCmac(keyOf(memory, sdm.fileRead), concat(encryptionLabel, memory.uid, counter))
  return encryptCbc(key, encryptBlock(key, concat(counter, new Uint8Array(13))), data)
}

function macKey(memory: CardMemory, sdm: SdmSettings): Uint8Array {
  const vector = concat(macLabel, mirroredData(memory, sdm))
  const zeros = new Uint8Array((16 - (vector.length % 16)) % 16)
  return aesCmac(keyOf(memory, sdm.fileRead), concat(vector, zeros))
}

/** File 2 as a reader without a key sees it at the present counter (NT4H2421Gx §9.3). */
export function mirroredFile(memory: CardMemory, sdm: SdmSettings, padding: Uint8Array): Uint8Array {
  const stored = memory.files[2].data
  const file = stored.slice()
  mirror(file, sdm.uidOffset, memory.uid)
  mirror(file, sdm.counterOffset, littleEndian(memory.sdmReadCounter, 3).toReversed())
  if (sdm.piccDataOffset !== undefined)
    mirror(file, sdm.piccDataOffset, encryptPiccData(memory, sdm, padding))
  if (sdm.encryptedOffset !== undefined && sdm.encryptedLength !== undefined) {
    const data = stored.subarray(sdm.encryptedOffset, sdm.encryptedOffset + sdm.encryptedLength / 2)
    mirror(file, sdm.encryptedOffset, encryptFileData(memory, sdm, data))
  }
  if (sdm.macOffset !== undefined)
    mirror(
      file,
      sdm.macOffset,
      truncatedMac(macKey(memory, sdm), file.slice(sdm.macInputOffset, sdm.macOffset)),
    )
  return file
}
