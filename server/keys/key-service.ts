import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { diversifyKey } from '../../hardware/nfc/an10922.ts'
import type { RootKey } from './root-key.ts'
import { open, seal } from './seal.ts'

/** The keys of one card; K1 is the batch's meta-read key, the same for all its cards. */
export interface CardKeys {
  masterKey: Uint8Array
  metaReadKey: Uint8Array
  fileReadKey: Uint8Array
  key3: Uint8Array
  key4: Uint8Array
}

export interface CardKeyPlace {
  batchId: string
  /** key generation, as it is written on the card: 1–255 */
  keyVersion: number
}

/** The one place that has keys. Nothing here is stored, logged or leaves the server but what a card must be given. */
export interface KeyService {
  checkValue: string
  /** AES-128 ×5; `nfcUid` 14 hex digits */
  cardKeys(place: CardKeyPlace, nfcUid: string): CardKeys
  metaReadKey(place: CardKeyPlace): Uint8Array
  /** 12 decimal digits over the stripe's data, so that an edited stripe is found out */
  stripeMac(data: string): string
  /** AES-128 key for FF1 over a programme's sequence */
  cardNumberKey(programmeNumber: number): Uint8Array
  /** a new member's data key: plain for now, wrapped for the database */
  newMemberKey(memberId: string): { plain: Uint8Array; wrapped: Uint8Array }
  openMemberKey(memberId: string, wrapped: Uint8Array): Uint8Array
  /** HMAC-SHA-256: finds equal values without storing them */
  blindIndex(purpose: string, value: string): Uint8Array
  sealForSystem(plain: string, context: string): Uint8Array
  openForSystem(sealed: Uint8Array, context: string): string
  /** Ed25519 signature (64 bytes) for a card's QR code */
  signCard(message: string): Uint8Array
  verifyCard(message: string, signature: Uint8Array): boolean
  /** DER SubjectPublicKeyInfo, for readers that check offline */
  cardPublicKey(): Uint8Array
}

/** Hierarchy: root → purpose (HKDF-SHA-256, RFC 5869) → batch and version → card (AN10922). */
export function createKeyService(root: RootKey): KeyService {
  const derive = (purpose: string, length: number): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', root.bytes, 'cardwright/v1', purpose, length))
  const wrapping = derive('member-key-wrapping', 32)
  const system = derive('system-seal', 32)
  const indexing = derive('blind-index', 32)
  const stripe = derive('stripe-mac', 32)
  const signing = ed25519FromSeed(derive('card-signature', 32))
  const verifying = createPublicKey(signing)

  const batchKey = ({ batchId, keyVersion }: CardKeyPlace, slot: string): Uint8Array =>
    derive(`card/${batchId}/v${keyVersion}/${slot}`, 16)

  return {
    checkValue: root.checkValue,
    metaReadKey: (place) => batchKey(place, 'meta-read'),
    cardKeys(place, nfcUid) {
      const forSlot = (slot: string, number: number): Uint8Array =>
        diversifyKey(batchKey(place, slot), diversificationInput(nfcUid, number))
      return {
        masterKey: forSlot('master', 0),
        metaReadKey: batchKey(place, 'meta-read'),
        fileReadKey: forSlot('file-read', 2),
        key3: forSlot('key-3', 3),
        key4: forSlot('key-4', 4),
      }
    },
    stripeMac(data) {
      const mac = createHmac('sha256', stripe).update(data).digest()
      return (mac.readBigUInt64BE() % 10n ** 12n).toString().padStart(12, '0')
    },
    cardNumberKey: (programmeNumber) => derive(`card-number/${programmeNumber}`, 16),
    newMemberKey(memberId) {
      const plain = randomBytes(32)
      return { plain, wrapped: seal(wrapping, plain, `member-key:${memberId}`) }
    },
    openMemberKey: (memberId, wrapped) => open(wrapping, wrapped, `member-key:${memberId}`),
    blindIndex: (purpose, value) => createHmac('sha256', indexing).update(`${purpose}\0${value}`).digest(),
    sealForSystem: (plain, context) => seal(system, Buffer.from(plain), context),
    openForSystem: (sealed, context) => Buffer.from(open(system, sealed, context)).toString(),
    signCard: (message) => sign(null, Buffer.from(message), signing),
    verifyCard: (message, signature) => verify(null, Buffer.from(message), verifying, signature),
    cardPublicKey: () => verifying.export({ type: 'spki', format: 'der' }),
  }
}

/** M = UID ‖ DF name ‖ key number: 16 bytes, so that AN10922 equals plain AES-CMAC and any HSM can compute it. */
function diversificationInput(nfcUid: string, keyNumber: number): Uint8Array {
  return Buffer.from(`${nfcUid}D276000085010100${keyNumber.toString(16).padStart(2, '0')}`, 'hex')
}

/** RFC 8410 §7: the fixed PKCS#8 frame around a 32-byte Ed25519 seed. */
function ed25519FromSeed(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([frame, seed]), format: 'der', type: 'pkcs8' })
}
