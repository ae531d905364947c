import type { KeyService } from '../keys/index.ts'

/** Everything stands behind `#`: it never reaches access logs, proxies or link previews; the tap page posts it. */
export interface BatchAddress {
  publicUrl: string
  code: string
}

/** What the chip's SUN message is appended to. */
export const sunBase = ({ publicUrl, code }: BatchAddress): string => `${publicUrl}/t#b=${code}`

/** The address that a card mirrored, put together again from its parts. */
export const tapAddress = (batch: BatchAddress, tap: { picc: string; mac: string }): string =>
  `${sunBase(batch)}&p=${tap.picc}&m=${tap.mac}`

const signedText = (cardNumber: string): string => `cardwright-card:${cardNumber}`

/** Text of the QR code: the number, signed with Ed25519, so that a reader without network can check it. */
export function qrText(keys: KeyService, publicUrl: string, cardNumber: string): string {
  const signature = Buffer.from(keys.signCard(signedText(cardNumber))).toString('base64url')
  return `${publicUrl}/t#q=${cardNumber}~${signature}`
}

/** @returns the card number that a `q` part proves, undefined when its signature is not ours */
export function numberFromQr(keys: KeyService, q: string): string | undefined {
  const [, cardNumber, signature] = /^(9156[0-9]{12})~([A-Za-z0-9_-]{86})$/.exec(q) ?? []
  if (!cardNumber || !signature) return undefined
  const isOurs = keys.verifyCard(signedText(cardNumber), Buffer.from(signature, 'base64url'))
  return isOurs ? cardNumber : undefined
}

export type CardText =
  | { kind: 'tap'; batchCode: string; picc: string; mac: string; uri: string }
  | { kind: 'chip'; cardNumber: string; uid: string; mac: string }
  | { kind: 'qr'; q: string }
  | { kind: 'number'; cardNumber: string }

/** What a reader or a camera made of a card: an address of the chip, of the QR code, or the bare number of the bars. */
export function readCardText(text: string): CardText | undefined {
  if (/^9156[0-9]{12}$/.test(text)) return { kind: 'number', cardNumber: text }
  const fragment = /^https?:\/\/[^#]+\/t#(.+)$/.exec(text)?.[1]
  if (fragment === undefined) return undefined
  const tap = /^b=([0-9A-Z]{6})&p=([0-9A-F]{32}|[0-9A-F]{48})&m=([0-9A-F]{16})$/.exec(fragment)
  const [, batchCode, picc, mac] = tap ?? []
  if (batchCode && picc && mac) return { kind: 'tap', batchCode, picc, mac, uri: text }
  const chip = /^n=(9156[0-9]{12})&u=([0-9A-F]{8,20})&s=([0-9A-F]{16})$/.exec(fragment)
  const [, cardNumber, uid, chipMac] = chip ?? []
  if (cardNumber && uid && chipMac) return { kind: 'chip', cardNumber, uid, mac: chipMac }
  return fragment.startsWith('q=') ? { kind: 'qr', q: fragment.slice(2) } : undefined
}
