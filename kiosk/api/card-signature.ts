import type { Static } from 'typebox'
import type * as schema from '../../server/cards/schema.ts'
import { read } from './route.ts'

export type CardKeys = Static<typeof schema.CardKeys>

/** Kept by tablets and kiosks, so that a code can be checked without network. */
export const getCardKeys = read<CardKeys>()('/api/v1/card-keys')

export type CardCode =
  | { kind: 'genuine'; cardNumber: string; generation: number }
  /** it has the form of our code, and no key of ours signed it */
  | { kind: 'forged' }
  | { kind: 'not-a-card' }
  /** this browser has no Ed25519, or the page was not loaded over HTTPS */
  | { kind: 'cannot-check' }

/**
 * Checks a scanned QR code against the public keys that were fetched before; needs no network and no secret. It says that
 * the shop made this code, not that the card is still valid, nor that it is the card and not a picture of it.
 */
export async function checkCardCode(text: string, { keys }: CardKeys): Promise<CardCode> {
  const [, cardNumber, signature] = /#q=(9156[0-9]{12})~([A-Za-z0-9_-]{86})$/.exec(text) ?? []
  if (!cardNumber || !signature) return { kind: 'not-a-card' }
  const signed = new TextEncoder().encode(`cardwright-card:${cardNumber}`)
  for (const { generation, publicKey } of keys) {
    const isOurs = await verifies(bytesOf(publicKey), bytesOf(signature), signed)
    if (isOurs === undefined) return { kind: 'cannot-check' }
    if (isOurs) return { kind: 'genuine', cardNumber, generation }
  }
  return { kind: 'forged' }
}

type Bytes = Uint8Array<ArrayBuffer>

/** Ed25519 (RFC 8032) by WebCrypto; undefined where there is none. */
async function verifies(publicKey: Bytes, signature: Bytes, signed: Bytes): Promise<boolean | undefined> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return undefined
  try {
    const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return await subtle.verify('Ed25519', key, signature, signed)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined
    throw error
  }
}

/** base64url (RFC 4648 §5) without padding. */
const bytesOf = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
