import { unhex } from '../nfc/bytes.ts'
import { originalityCurve, rawSignature, type SignedChip } from '../nfc/originality.ts'

/** Of the maker whose public key is `simulatedMaker`. */
const secretKeyOf = (chip: SignedChip): Uint8Array =>
  new Uint8Array(originalityCurve(chip).Point.Fn.BYTES).fill(0x5c)

/** The originality signature, r‖s, that a simulated chip with this UID (hex) is delivered with. */
export const simulatorSignature = (chip: SignedChip, uid: string): Uint8Array =>
  originalityCurve(chip).sign(unhex(uid), secretKeyOf(chip), rawSignature)
