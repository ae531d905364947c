import { randomBytes } from 'node:crypto'
import type { AesGCM, Handle, Mechanism } from 'pkcs11js'
import { zeroIv } from '../../hardware/nfc/aes.ts'
import { an10922Message, diversifyKey } from '../../hardware/nfc/an10922.ts'
import { derivationData, expandInput, hmac, macInput } from './derivation.ts'
import type { Generation, KeyPlace, KeyStore } from './key-store.ts'
import { checkValueIn, unknownGeneration } from './memory-key-store.ts'
import { findRoots, keptInside, type RootObjects } from './pkcs11-objects.ts'
import type { OpenSession, Pkcs11Session } from './pkcs11-session.ts'
import { brokenSeal, open as openSealed, seal } from './seal.ts'

/** Derived keys that stay in the token while they are in use. */
const KEPT = 256
const MAC_LENGTH = 32
const CMAC_LENGTH = 16
const IV_LENGTH = 12
const TAG_LENGTH = 16

/** Handles of one opening of the session. */
interface Inside {
  opening: number
  roots: Map<number, RootObjects>
  derived: Map<string, Handle>
}

/**
 * Keys in a PKCS#11 module (tested: SoftHSM2), computed with inside it: AN10922 by CKM_AES_CMAC, MACs and purpose keys
 * by CKM_SHA256_HMAC, seals by CKM_AES_GCM, the AES keys of batches and purposes by CKM_AES_CBC_ENCRYPT_DATA.
 * A root of hierarchy 1, imported from a key file, has keys that no module can derive: there only the root stays inside.
 */
export function pkcs11KeyStore(token: Pkcs11Session): KeyStore {
  let inside: Inside = { opening: 0, roots: new Map(), derived: new Map() }

  const use = <T>(place: KeyPlace, work: (open: OpenSession, root: RootObjects) => T): T =>
    token.use((open) => {
      if (inside.opening !== open.opening) {
        const roots = findRoots(open).map((root) => [root.number, root] as const)
        inside = { opening: open.opening, roots: new Map(roots), derived: new Map() }
      }
      const root = inside.roots.get(place.generation)
      if (!root) throw unknownGeneration(place.generation)
      return work(open, root)
    })
  const exportKey = (place: KeyPlace, length: number): Uint8Array =>
    use(place, (open, { expanding }) =>
      hmacInside(open, expanding, expandInput(place.purpose)).subarray(0, length),
    )
  const withDerived = <T>(
    place: KeyPlace,
    does: 'cmac' | 'gcm',
    work: (open: OpenSession, key: Handle | undefined) => T,
  ): T =>
    use(place, (open, { deriving }) => {
      if (!deriving) return work(open, undefined)
      const name = `${place.generation}/${does}/${place.purpose}`
      const known = inside.derived.get(name)
      const key = known ?? deriveInside(open, deriving, { purpose: place.purpose, does })
      if (!known) keep(open, inside.derived, { name, key })
      return work(open, key)
    })

  const computing: Omit<KeyStore, 'generations'> = {
    exportKey,
    mac: (place, data) =>
      use(place, (open, { hierarchy, expanding }) =>
        hierarchy === 1
          ? hmac(hmacInside(open, expanding, expandInput(place.purpose)), data)
          : hmacInside(open, expanding, macInput(place.purpose, data)),
      ),
    cardKey: (place, input) =>
      withDerived(place, 'cmac', (open, key) =>
        key ? cmacInside(open, key, an10922Message(input)) : diversifyKey(exportKey(place, 16), input),
      ),
    seal: (place, plain, context) =>
      withDerived(place, 'gcm', (open, key) =>
        key ? sealInside(open, key, { plain, context }) : seal(exportKey(place, 32), plain, context),
      ),
    open: (place, sealed, context) =>
      withDerived(place, 'gcm', (open, key) =>
        key ? openInside(open, key, { sealed, context }) : openSealed(exportKey(place, 32), sealed, context),
      ),
    close: () => token.close(),
  }
  return { ...computing, generations: generationsIn(token.use(findRoots), computing) }
}

/** The newest that is not retired makes new cards. */
function generationsIn(
  roots: readonly RootObjects[],
  store: Pick<KeyStore, 'mac' | 'cardKey'>,
): Generation[] {
  const active = roots.findLast(({ isRetired }) => !isRetired)
  return roots.map((root) => ({
    number: root.number,
    hierarchy: root.hierarchy,
    state: root === active ? 'active' : root.isRetired ? 'retired' : 'reading',
    checkValue: root.checkValue ?? checkValueIn(store, root.number),
  }))
}

function deriveInside(
  { pkcs11, constants, session }: OpenSession,
  deriving: Handle,
  { purpose, does }: { purpose: string; does: 'cmac' | 'gcm' },
): Handle {
  const length = does === 'cmac' ? 16 : 32
  const data = Buffer.from(derivationData(purpose, length))
  const mechanism = {
    mechanism: constants.CKM_AES_CBC_ENCRYPT_DATA,
    parameter: { type: constants.CK_PARAMS_AES_CBC, iv: Buffer.from(zeroIv), data },
  }
  return pkcs11.C_DeriveKey(session, mechanism, deriving, [
    { type: constants.CKA_KEY_TYPE, value: constants.CKK_AES },
    { type: constants.CKA_VALUE_LEN, value: length },
    { type: constants.CKA_TOKEN, value: false },
    { type: constants.CKA_SIGN, value: does === 'cmac' },
    { type: constants.CKA_ENCRYPT, value: does === 'gcm' },
    { type: constants.CKA_DECRYPT, value: does === 'gcm' },
    ...keptInside(constants),
  ])
}

function keep(
  { pkcs11, session }: OpenSession,
  derived: Map<string, Handle>,
  { name, key }: { name: string; key: Handle },
): void {
  const [oldest] = derived.size < KEPT ? [] : derived
  if (oldest) {
    derived.delete(oldest[0])
    pkcs11.C_DestroyObject(session, oldest[1])
  }
  derived.set(name, key)
}

const hmacInside = (open: OpenSession, key: Handle, data: Uint8Array): Buffer =>
  signInside(open, key, { mechanism: open.constants.CKM_SHA256_HMAC, data, length: MAC_LENGTH })

const cmacInside = (open: OpenSession, key: Handle, data: Uint8Array): Buffer =>
  signInside(open, key, { mechanism: open.constants.CKM_AES_CMAC, data, length: CMAC_LENGTH })

function signInside(
  { pkcs11, session }: OpenSession,
  key: Handle,
  { mechanism, data, length }: { mechanism: number; data: Uint8Array; length: number },
): Buffer {
  pkcs11.C_SignInit(session, { mechanism }, key)
  return pkcs11.C_Sign(session, Buffer.from(data), Buffer.alloc(length))
}

function sealInside(
  open: OpenSession,
  key: Handle,
  { plain, context }: { plain: Uint8Array; context: string },
): Uint8Array {
  const { pkcs11, session } = open
  const iv = randomBytes(IV_LENGTH)
  pkcs11.C_EncryptInit(session, gcm(open, iv, context), key)
  const room = Buffer.alloc(plain.length + TAG_LENGTH)
  return Buffer.concat([iv, pkcs11.C_Encrypt(session, Buffer.from(plain), room)])
}

function openInside(
  open: OpenSession,
  key: Handle,
  { sealed, context }: { sealed: Uint8Array; context: string },
): Uint8Array {
  const { pkcs11, session } = open
  pkcs11.C_DecryptInit(session, gcm(open, Buffer.from(sealed.subarray(0, IV_LENGTH)), context), key)
  const body = Buffer.from(sealed.subarray(IV_LENGTH))
  try {
    return pkcs11.C_Decrypt(session, body, Buffer.alloc(body.length))
  } catch (error) {
    // PKCS#11 names no answer of its own for a wrong tag; SoftHSM says CKR_GENERAL_ERROR or CKR_ENCRYPTED_DATA_INVALID.
    if (isWrongTag(error)) throw brokenSeal(context)
    throw error
  }
}

const isWrongTag = (error: unknown): boolean =>
  error instanceof Error &&
  ['CKR_GENERAL_ERROR', 'CKR_ENCRYPTED_DATA_INVALID', 'CKR_AEAD_DECRYPT_FAILED'].includes(error.message)

/** NIST SP 800-38D §5.2.1: IV of 96 bits, tag of 128. */
function gcm({ constants }: OpenSession, iv: Buffer, context: string): Mechanism {
  const parameter: AesGCM = {
    type: constants.CK_PARAMS_AES_GCM,
    iv,
    ivBits: IV_LENGTH * 8,
    aad: Buffer.from(context),
    tagBits: TAG_LENGTH * 8,
  }
  return { mechanism: constants.CKM_AES_GCM, parameter }
}
