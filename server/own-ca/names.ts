import { hostname, networkInterfaces } from 'node:os'

/** Under what other devices reach this server: the name on its cards first, then this machine's own names and addresses. */
export function namesOfServer(publicUrl: string): string[] {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .map(({ address }) => address)
    // A link-local address means another machine on every network: RFC 4291 §2.5.6.
    .filter((address) => !/^fe[89ab]/i.test(address))
  return [...new Set([host, hostname().toLowerCase(), 'localhost', ...addresses])]
}
