import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { addressKind, blockList } from '../../hardware/network/address-kinds.ts'
import type { DeliveryProblem } from './schema.ts'

/** Where messages may go beside the public internet: the networks that the operator named, e.g. of the tills' server. */
export interface AllowedNetworks {
  has(ip: string): boolean
}

export function allowNetworks(networks: readonly string[]): AllowedNetworks {
  const list = blockList(networks)
  return { has: (ip) => list.check(ip, isIP(ip) === 4 ? 'ipv4' : 'ipv6') }
}

/** @returns undefined for anything but `https://` or `http://` with a host: no user, no fragment */
export function readWebhookAddress(text: string): URL | undefined {
  if (!/^https?:\/\/[^/?#@\s\\]/i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === '' && url.hash === ''
  return isPlain && /^https?:$/.test(url.protocol) && hostOf(url) !== '' ? url : undefined
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/**
 * Whether a message may go to this IP address: the public internet by HTTPS, an allowed network by HTTP too; link-local
 * and metadata addresses never.
 */
function maySendTo(ip: string, url: URL, allowed: AllowedNetworks): boolean {
  const kind = addressKind(ip)
  if (kind === undefined || kind === 'nobody') return false
  return allowed.has(ip) || (kind === 'public' && url.protocol === 'https:')
}

export type Route = { ip: string } | { problem: Extract<DeliveryProblem, 'address-refused' | 'name-unknown'> }

/** Looks once where an address leads; a name that also leads elsewhere than it may is refused as a whole. */
export async function routeTo(url: URL, allowed: AllowedNetworks): Promise<Route> {
  const host = hostOf(url)
  const ips = isIP(host) === 0 ? await addressesOf(host) : [host]
  const [ip] = ips
  if (ip === undefined) return { problem: 'name-unknown' }
  return ips.every((one) => maySendTo(one, url, allowed)) ? { ip } : { problem: 'address-refused' }
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true })
    return found.map(({ address }) => address)
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return []
    throw error
  }
}
