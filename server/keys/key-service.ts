import { createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { AppError, assert } from '../platform/errors.ts'
import { ed25519FromSeed } from './ed25519.ts'
import type { Generation, KeyStore } from './key-store.ts'

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
  /** of the active generation */
  checkValue: string
  /** oldest first; exactly one is active */
  generations: readonly Generation[]
  /** the key version that new cards are made with */
  activeGeneration: number
  /** whether cards of a generation are still accepted: it is known and not retired */
  isAccepted(keyVersion: number): boolean
  /** AES-128 ×5, for every known generation; `nfcUid` 14 hex digits. Throws AppError `key-generation-unknown`. */
  cardKeys(place: CardKeyPlace, nfcUid: string): CardKeys
  metaReadKey(place: CardKeyPlace): Uint8Array
  /** 12 decimal digits over the stripe's data, so that an edited stripe is found out; of the active generation */
  stripeMac(data: string): string
  /** every MAC that a genuine stripe may carry: of the active generation first, then of those still read */
  stripeMacs(data: string): string[]
  /** AES-128 key for FF1 over a programme's sequence, of the generation that the programme's number scheme names */
  cardNumberKey(programmeNumber: number, generation?: number): Uint8Array
  /** HMAC-SHA-256 of a card number, of which the printed security code is cut */
  securityCodeMac(generation: number, cardNumber: string): Uint8Array
  /** AES-128 key for FF1 over GS1 service references; the first generation's for ever, so that none comes twice */
  gs1ReferenceKey(): Uint8Array
  /** a new member's data key: plain for now, wrapped for the database */
  newMemberKey(memberId: string): { plain: Uint8Array; wrapped: Uint8Array }
  openMemberKey(memberId: string, wrapped: Uint8Array): Uint8Array
  /** HMAC-SHA-256: finds equal values without storing them; the first generation's for ever, so that they stay found */
  blindIndex(purpose: string, value: string): Uint8Array
  sealForSystem(plain: string, context: string): Uint8Array
  openForSystem(sealed: Uint8Array, context: string): string
  /** Ed25519 signature (64 bytes) for a card's QR code, of the active generation */
  signCard(message: string): Uint8Array
  /** true for a signature of any generation that is still accepted */
  verifyCard(message: string, signature: Uint8Array): boolean
  /** DER SubjectPublicKeyInfo of the active generation, for readers that check offline */
  cardPublicKey(): Uint8Array
  /** of every generation that is still accepted, the active one first */
  cardPublicKeys(): { generation: number; publicKey: Uint8Array }[]
}

/**
 * Hierarchy: root (one a generation) → batch and purpose → card (AN10922). What was written down under the first
 * generation's blind indexes and number keys stays under them; everything else is made under the active generation
 * and read under each.
 */
export function createKeyService(store: KeyStore): KeyService {
  const { generations } = store
  const active = generations.find(({ state }) => state === 'active')
  const first = generations[0]
  assert(active && first, 'a key store has an active generation')
  const newestFirst = [active, ...generations.filter((one) => one !== active).toReversed()]
  const accepted = newestFirst.filter(({ state }) => state !== 'retired')
  const signers = accepted.map(({ number }) => {
    const signing = ed25519FromSeed(store.exportKey({ generation: number, purpose: 'card-signature' }, 32))
    return { generation: number, signing, verifying: createPublicKey(signing) }
  })
  const [signer] = signers
  assert(signer, 'the active generation signs')

  const metaReadKey = (place: CardKeyPlace) => store.exportKey(batchPlace(place, 'meta-read'), 16)
  const stripeMac = (generation: number, data: string): string => {
    const mac = Buffer.from(store.mac({ generation, purpose: 'stripe-mac' }, Buffer.from(data)))
    return (mac.readBigUInt64BE() % 10n ** 12n).toString().padStart(12, '0')
  }
  const seal = (purpose: string, plain: Uint8Array, context: string) =>
    store.seal({ generation: active.number, purpose }, plain, context)
  const open = (purpose: string, sealed: Uint8Array, context: string): Uint8Array => {
    const opened = openWithAny(store, newestFirst, { purpose, sealed, context })
    if (!opened) throw new AppError('seal-broken', `What is sealed as ${purpose} does not open`)
    return opened
  }
  const publicKeyOf = ({ verifying }: typeof signer) => verifying.export({ type: 'spki', format: 'der' })

  return {
    checkValue: active.checkValue,
    generations,
    activeGeneration: active.number,
    isAccepted: (keyVersion) => accepted.some(({ number }) => number === keyVersion),
    metaReadKey,
    cardKeys(place, nfcUid) {
      const forSlot = (slot: string, number: number) =>
        store.cardKey(batchPlace(place, slot), diversificationInput(nfcUid, number))
      return {
        masterKey: forSlot('master', 0),
        metaReadKey: metaReadKey(place),
        fileReadKey: forSlot('file-read', 2),
        key3: forSlot('key-3', 3),
        key4: forSlot('key-4', 4),
      }
    },
    stripeMac: (data) => stripeMac(active.number, data),
    stripeMacs: (data) => accepted.map(({ number }) => stripeMac(number, data)),
    cardNumberKey: (programmeNumber, generation = first.number) =>
      store.exportKey({ generation, purpose: `card-number/${programmeNumber}` }, 16),
    securityCodeMac: (generation, cardNumber) =>
      store.mac({ generation, purpose: 'security-code' }, Buffer.from(`security-code\0${cardNumber}`)),
    gs1ReferenceKey: () => store.exportKey({ generation: first.number, purpose: 'gs1-reference' }, 16),
    newMemberKey(memberId) {
      const plain = randomBytes(32)
      return { plain, wrapped: seal('member-key-wrapping', plain, `member-key:${memberId}`) }
    },
    openMemberKey: (memberId, wrapped) => open('member-key-wrapping', wrapped, `member-key:${memberId}`),
    blindIndex: (purpose, value) =>
      store.mac({ generation: first.number, purpose: 'blind-index' }, Buffer.from(`${purpose}\0${value}`)),
    sealForSystem: (plain, context) => seal('system-seal', Buffer.from(plain), context),
    openForSystem: (sealed, context) => Buffer.from(open('system-seal', sealed, context)).toString(),
    signCard: (message) => sign(null, Buffer.from(message), signer.signing),
    verifyCard: (message, signature) =>
      signers.some(({ verifying }) => verify(null, Buffer.from(message), verifying, signature)),
    cardPublicKey: () => publicKeyOf(signer),
    cardPublicKeys: () => signers.map((one) => ({ generation: one.generation, publicKey: publicKeyOf(one) })),
  }
}

const batchPlace = ({ batchId, keyVersion }: CardKeyPlace, slot: string) => ({
  generation: keyVersion,
  purpose: `card/${batchId}/v${keyVersion}/${slot}`,
})

/** Nothing says which generation sealed it; the tag tells, so the newest is tried first. */
function openWithAny(
  store: KeyStore,
  generations: readonly Generation[],
  { purpose, sealed, context }: { purpose: string; sealed: Uint8Array; context: string },
): Uint8Array | undefined {
  for (const { number } of generations) {
    try {
      return store.open({ generation: number, purpose }, sealed, context)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'seal-broken')) throw error
    }
  }
  return undefined
}

/** M = UID ‖ DF name ‖ key number: 16 bytes, so that AN10922 equals plain AES-CMAC and any HSM can compute it. */
function diversificationInput(nfcUid: string, keyNumber: number): Uint8Array {
  return Buffer.from(`${nfcUid}D276000085010100${keyNumber.toString(16).padStart(2, '0')}`, 'hex')
}
