import { concat, unhex } from '../nfc/bytes.ts'
import type { VirtualCard } from './virtual-card.ts'

const ok = Uint8Array.of(0x90, 0x00)
const failed = Uint8Array.of(0x63, 0x00)

// Of any card that speaks ISO/IEC 14443-4, as NTAG 424 DNA and DESFire answer their selection (AN10833 §3).
const atqa = unhex('0344')
const sak = 0x20

/** What an ACR122U says to commands for its own NXP PN532 (UM0701-02 §7): such a card answers no command of a tag. */
function controllerAnswer(card: VirtualCard, code: number): Uint8Array {
  if (code === 0x02) return unhex('D50332010607')
  if (code === 0x42) return unhex('D54301') // nobody answered in time
  if (code !== 0x4a) return unhex('D57F81')
  const uid = unhex(card.uidHint)
  return concat(unhex('D54B0101'), atqa, Uint8Array.of(sak, uid.length), uid)
}

function readerAnswer(card: VirtualCard, apdu: Uint8Array): Uint8Array {
  if (apdu[1] === 0xca) return concat(unhex(card.uidHint), ok)
  if (apdu[1] === 0x00) return concat(controllerAnswer(card, apdu[6] ?? 0), ok)
  return failed
}

/** A smart card on an ACR122U, which answers pseudo-APDUs of class FF by itself and passes all others on. */
export const onReader = (card: VirtualCard): VirtualCard => ({
  uid: card.uid,
  get uidHint() {
    return card.uidHint
  },
  atr: card.atr,
  process: (apdu) => (apdu[0] === 0xff ? readerAnswer(card, apdu) : card.process(apdu)),
  powerOff: () => card.powerOff(),
  tearAt: (tear) => card.tearAt(tear),
  toJSON: () => card.toJSON(),
})
