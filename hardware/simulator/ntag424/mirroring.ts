import { ascii, concat, hex, littleEndian } from '../../nfc/bytes.ts'
import { sdmCipher, sealPiccData } from '../../nfc/sdm-cipher.ts'
import type { SdmSettings } from './file-settings.ts'
import type { CardMemory } from './memory.ts'

/** Random bytes of one reading: a block of padding, and PICCRand for LRP mode. */
export const randomLength = 24
const paddingLength = 16

const mirror = (file: Uint8Array, offset: number | undefined, bytes: Uint8Array) => {
  if (offset !== undefined) file.set(ascii(hex(bytes)), offset)
}

const keyOf = (memory: CardMemory, number: number) => memory.keys[number]?.value ?? new Uint8Array(16)
const messagingOf = (memory: CardMemory) => (memory.lrp ? 'lrp' : 'aes')

/** PICCDataTag, data and random bytes, encrypted (NT4H2421Gx §9.3.4). */
function encryptPiccData(memory: CardMemory, sdm: SdmSettings, random: Uint8Array): Uint8Array {
  const tag = (sdm.mirrorsUid ? 0x87 : 0) + (sdm.mirrorsCounter ? 0x40 : 0)
  const uid = sdm.mirrorsUid ? memory.uid : new Uint8Array()
  const counter = sdm.mirrorsCounter ? littleEndian(memory.sdmReadCounter, 3) : new Uint8Array()
  const plain = concat(Uint8Array.of(tag), uid, counter, random)
  return sealPiccData(messagingOf(memory), keyOf(memory, sdm.metaRead), {
    plain: plain.subarray(0, 16),
    random: random.subarray(paddingLength),
  })
}

/** File 2 as a reader without a key sees it at the present counter (NT4H2421Gx §9.3). */
export function mirroredFile(memory: CardMemory, sdm: SdmSettings, random: Uint8Array): Uint8Array {
  const stored = memory.files[2].data
  const file = stored.slice()
  const cipher = sdmCipher(messagingOf(memory), keyOf(memory, sdm.fileRead), {
    ...(sdm.mirrorsUid && { uid: memory.uid }),
    ...(sdm.mirrorsCounter && { counter: memory.sdmReadCounter }),
  })
  mirror(file, sdm.uidOffset, memory.uid)
  mirror(file, sdm.counterOffset, littleEndian(memory.sdmReadCounter, 3).toReversed())
  if (sdm.piccDataOffset !== undefined) mirror(file, sdm.piccDataOffset, encryptPiccData(memory, sdm, random))
  if (sdm.encryptedOffset !== undefined && sdm.encryptedLength !== undefined) {
    const data = stored.subarray(sdm.encryptedOffset, sdm.encryptedOffset + sdm.encryptedLength / 2)
    mirror(file, sdm.encryptedOffset, cipher.encrypt(data))
  }
  if (sdm.macOffset !== undefined)
    mirror(file, sdm.macOffset, cipher.mac(file.slice(sdm.macInputOffset, sdm.macOffset)))
  return file
}
