import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

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

const nobody = new BlockList()
// Link-local addresses, where clouds keep their machines' credentials, and the metadata addresses beside them.
nobody.addSubnet('169.254.0.0', 16, 'ipv4')
nobody.addAddress('100.100.100.200', 'ipv4')
nobody.addSubnet('fe80::', 10, 'ipv6')
nobody.addAddress('fd00:ec2::254', 'ipv6')
// Multicast, broadcast and reserved.
nobody.addSubnet('224.0.0.0', 3, 'ipv4')
nobody.addSubnet('ff00::', 8, 'ipv6')

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4')
thisMachine.addSubnet('0.0.0.0', 8, 'ipv4')
thisMachine.addAddress('::1', 'ipv6')
thisMachine.addAddress('::', 'ipv6')

/** Whether cards may be sent to this IP address: never where no printer can be, and to this machine only when that is wished. */
export function mayPrintTo(ip: string, { allowsThisMachine }: { allowsThisMachine: boolean }): boolean {
  const version = isIP(ip)
  if (version === 0) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (nobody.check(ip, family)) return false
  return allowsThisMachine || !(thisMachine.check(ip, family) || ownAddresses().check(ip, family))
}

/** As a list, which knows an IPv4 address in an IPv6 one too. */
function ownAddresses(): BlockList {
  const own = new BlockList()
  for (const list of Object.values(networkInterfaces()))
    for (const { address, family } of list ?? []) own.addAddress(address, family === 'IPv4' ? 'ipv4' : 'ipv6')
  return own
}
