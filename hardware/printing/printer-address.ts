import { addressKind } from '../network/address-kinds.ts'

/** Where a printer is, as `ipp://host[:631]/path` or `ipps://…` say (RFC 3510, RFC 7472). */
export interface PrinterAddress {
  isEncrypted: boolean
  host: string
  port: number
  path: string
  /** as the printer is named in requests */
  uri: string
}

const IPP_PORT = 631

/** @returns undefined for anything but a plain address of a printer: no user, no query, no other scheme */
export function readPrinterAddress(text: string): PrinterAddress | undefined {
  if (!/^ipps?:\/\/[^/?#@\s\\]+(\/[^?#\s\\]*)?$/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  // Only a scheme that URL knows makes it spell out 0x7f.1 and other ways to write an address.
  const spelled = URL.canParse(`http://${url.hostname}`) ? new URL(`http://${url.hostname}`).hostname : ''
  const host = spelled.replace(/^\[|\]$/g, '')
  if (host === '') return undefined
  const port = url.port === '' ? IPP_PORT : Number(url.port)
  const path = url.pathname === '' ? '/' : url.pathname
  return { isEncrypted: url.protocol === 'ipps:', host, port, path, uri: text }
}

/** Whether cards may be sent to this IP address: never where no printer can be, and to this machine only when that is wished. */
export function mayPrintTo(ip: string, { allowsThisMachine }: { allowsThisMachine: boolean }): boolean {
  const kind = addressKind(ip)
  if (kind === undefined || kind === 'nobody') return false
  return allowsThisMachine || kind !== 'this-machine'
}
