import { timingSafeEqual } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'

/** What a chip without a message of its own says: which card it is, and on which chip that was written. */
export interface ChipText {
  cardNumber: string
  /** upper-case hex, 4 to 10 bytes */
  uid: string
}

const MAC_BYTES = 8

/** 64 bits over UID and number: the number cannot be changed, and on another chip it is a copy. */
function macOf(keys: KeyService, { cardNumber, uid }: ChipText): string {
  const mac = keys.blindIndex('chip-text', `${uid}\0${cardNumber}`)
  return Buffer.from(mac).subarray(0, MAC_BYTES).toString('hex').toUpperCase()
}

/** The address on a tag that phones read. */
export const chipAddress = (keys: KeyService, publicUrl: string, text: ChipText): string =>
  `${publicUrl}/t#n=${text.cardNumber}&u=${text.uid}&s=${macOf(keys, text)}`

/** What a chip holds that only our readers read: number and MAC, 32 bytes of ASCII. */
export const chipData = (keys: KeyService, text: ChipText): string => text.cardNumber + macOf(keys, text)

/** @returns the number that these parts of an address prove, undefined when their MAC is not ours */
export function numberFromChip(keys: KeyService, text: ChipText, mac: string): string | undefined {
  const [shown, ours] = [Buffer.from(mac), Buffer.from(macOf(keys, text))]
  return shown.length === ours.length && timingSafeEqual(shown, ours) ? text.cardNumber : undefined
}
