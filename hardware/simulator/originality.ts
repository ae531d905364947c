import { hex, unhex } from '../nfc/bytes.ts'
import { originalityCurve, rawSignature, type SignedChip } from '../nfc/originality.ts'

/** The maker of simulated chips. Everybody can read this key: whoever trusts it makes no real cards. */
const secretKeyOf = (chip: SignedChip): Uint8Array =>
  new Uint8Array(originalityCurve(chip).Point.Fn.BYTES).fill(0x5c)

/** Uncompressed, hex: to be given to `verifyOriginality` by a station whose devices are simulated. */
export const simulatorPublicKey = (chip: SignedChip): string =>
  hex(originalityCurve(chip).getPublicKey(secretKeyOf(chip), false))

/** The originality signature, r‖s, that a simulated chip with this UID (hex) is delivered with. */
export const simulatorSignature = (chip: SignedChip, uid: string): Uint8Array =>
  originalityCurve(chip).sign(unhex(uid), secretKeyOf(chip), rawSignature)
