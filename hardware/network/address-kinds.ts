import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** `nobody`: no service of ours is there, or one that tells a cloud machine's credentials. */
export type AddressKind = 'nobody' | 'this-machine' | 'private' | 'public'

/** A list of `10.0.0.0/8`, `fd00::/8` and single addresses; what is none is left out. */
export function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of subnets) {
    const subnet = readSubnet(text)
    if (subnet) list.addSubnet(subnet.address, subnet.prefix, subnet.family)
  }
  return list
}

export const isSubnet = (text: string): boolean => readSubnet(text) !== undefined

function readSubnet(text: string) {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const version = isIP(address)
  const longest = version === 4 ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  if (version === 0 || prefix > longest) return undefined
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' } as const
}

const nobody = blockList([
  // Link-local addresses, where clouds keep their machines' credentials, and the metadata addresses beside them.
  '169.254.0.0/16',
  '100.100.100.200',
  'fe80::/10',
  'fd00:ec2::254',
  // Multicast, broadcast and reserved.
  '224.0.0.0/3',
  'ff00::/8',
])

const thisMachine = blockList(['127.0.0.0/8', '0.0.0.0/8', '::1', '::'])

/** Whatever the IANA special-purpose registries (RFC 6890) do not call globally reachable, and IPv4 dressed as IPv6. */
const notPublic = blockList([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])
const globalUnicast = blockList(['2000::/3'])

/** What kind of machine an IP address leads to; undefined when it is none. */
export function addressKind(ip: string): AddressKind | undefined {
  const version = isIP(ip)
  if (version === 0) return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  // A list knows an IPv4 address in an IPv6 one too.
  if (nobody.check(ip, family)) return 'nobody'
  if (thisMachine.check(ip, family) || ownAddresses().check(ip, family)) return 'this-machine'
  if (notPublic.check(ip, family)) return 'private'
  return version === 4 || globalUnicast.check(ip, family) ? 'public' : 'private'
}

function ownAddresses(): BlockList {
  const own = new BlockList()
  for (const list of Object.values(networkInterfaces()))
    for (const { address, family } of list ?? []) own.addAddress(address, family === 'IPv4' ? 'ipv4' : 'ipv6')
  return own
}
