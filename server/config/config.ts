import { isSubnet } from '../../hardware/network/address-kinds.ts'
import type { KeyStoreChoice } from '../keys/index.ts'
import { AppError } from '../platform/errors.ts'
import { readKeyStore } from './key-store.ts'

/** How people's browsers reach us; other combinations cannot be written. */
type Transport =
  | { kind: 'https'; certificate: string; privateKey: string }
  /** the server makes its certificates itself; tablets learn to trust it at `/setup`, also over plain HTTP on `setUpPort` */
  | { kind: 'own-ca'; folder: string; setUpPort?: number }
  | { kind: 'behind-proxy' }
  | { kind: 'plain-loopback' }

/** Which laptop of a drive's booths this is. */
export interface LaptopIdentity {
  /** origin, e.g. https://cards.example.com */
  headquarters: string
  laptopId: string
  name: string
  driveName: string
  /** PKCS #8 of a P-256 key, base64url */
  privateKey: string
}

export interface Config {
  databaseUrl: string
  host: string
  port: number
  /** what is written on cards, without a slash at its end */
  publicUrl: string
  transport: Transport
  keyStore: KeyStoreChoice
  /** simulated devices and the simulated outbox are offered, and every page says so */
  isSimulated: boolean
  /** sign-ins of the sample data, shown on the first page; read in simulated mode only */
  samplePeopleFile?: string
  logLevel: string
  /** who shows it may read `/metrics`; without it nobody does */
  metricsToken?: string
  /** printers at this machine, such as its own CUPS, may be used; else nothing is sent to it */
  printersOnThisMachine?: true
  /** of a file of history that is imported; 100 MB when not set */
  importMostBytes?: number
  /** networks of the house that webhooks may be sent into, e.g. `10.20.0.0/16`; without them the public internet only */
  webhookNetworks?: readonly string[]
  /** where SMS are handed to; without it an installation can send none */
  messageGateway?: { url: string; token: string }
  /** set on a laptop at the booths, which gathers tablets for headquarters and is nothing else */
  gathers?: LaptopIdentity
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads and checks the whole configuration at once.
 * @throws AppError `config-invalid` with the sentence that says what to set
 */
export function readConfig(environment: Environment, readFile: (path: string) => string): Config {
  const demand = (name: string, why: string): string => {
    const value = environment[name]
    if (!value) throw new AppError('config-invalid', `Set ${name}: ${why}.`)
    return value
  }
  const host = environment['HOST'] ?? '127.0.0.1'
  const port = readPort(environment['PORT'] ?? '8080')
  const isSimulated = environment['CARDWRIGHT_SIMULATED'] === '1'
  const transport = readTransport(environment, host, readFile)
  const scheme = transport.kind === 'plain-loopback' ? 'http' : 'https'
  const samplePeopleFile = environment['CARDWRIGHT_SAMPLE_PEOPLE']
  return {
    databaseUrl: demand(
      'DATABASE_URL',
      'the PostgreSQL 15+ to keep everything in, postgres://user:password@host/database',
    ),
    host,
    port,
    publicUrl: readPublicUrl(environment['PUBLIC_URL'] ?? `${scheme}://localhost:${port}`),
    transport,
    keyStore: readKeyStore(environment),
    isSimulated,
    ...(isSimulated && samplePeopleFile ? { samplePeopleFile } : {}),
    logLevel: environment['LOG_LEVEL'] ?? 'info',
    ...(environment['METRICS_TOKEN'] ? { metricsToken: environment['METRICS_TOKEN'] } : {}),
    ...readImportLimit(environment['IMPORT_MAX_MB']),
    ...(environment['PRINTERS_ON_THIS_MACHINE'] === '1' ? { printersOnThisMachine: true as const } : {}),
    ...readWebhookNetworks(environment),
    ...readMessageGateway(environment),
  }
}

function readPort(text: string, name = 'PORT'): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AppError('config-invalid', `${name} is a number from 0 to 65535.`)
  return port
}

function readImportLimit(text: string | undefined): Pick<Config, 'importMostBytes'> {
  if (!text) return {}
  const megabytes = Number(text)
  if (!Number.isInteger(megabytes) || megabytes < 1 || megabytes > 2_000)
    throw new AppError('config-invalid', 'IMPORT_MAX_MB is a whole number of megabytes from 1 to 2000.')
  return { importMostBytes: megabytes * 1_000_000 }
}

function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new AppError(
      'config-invalid',
      'PUBLIC_URL is the address that people see, e.g. https://cards.example.com.',
    )
  }
  return `${url.origin}${url.pathname}`.replace(/\/$/, '')
}

function readTransport(
  environment: Environment,
  host: string,
  readFile: (path: string) => string,
): Transport {
  const { TLS: tls, TLS_CERT: certificate, TLS_KEY: privateKey, BEHIND_PROXY: isBehindProxy } = environment
  const wishes = [tls, certificate ?? privateKey, isBehindProxy === '1' ? isBehindProxy : undefined]
  if (wishes.filter(Boolean).length > 1)
    throw new AppError('config-invalid', 'Set one of TLS=own-ca, TLS_CERT with TLS_KEY, and BEHIND_PROXY=1.')
  if (tls) return readOwnCa(environment)
  if (certificate && privateKey) {
    return { kind: 'https', certificate: readFile(certificate), privateKey: readFile(privateKey) }
  }
  if (certificate || privateKey)
    throw new AppError('config-invalid', 'TLS_CERT and TLS_KEY go together: set both files or neither.')
  if (isBehindProxy === '1') return { kind: 'behind-proxy' }
  if (isLoopback(host)) return { kind: 'plain-loopback' }
  throw new AppError(
    'config-invalid',
    `HOST ${host} is open to others: set TLS=own-ca, or TLS_CERT and TLS_KEY, or BEHIND_PROXY=1 behind a proxy that speaks HTTPS.`,
  )
}

function readOwnCa(environment: Environment): Transport {
  const { TLS: tls, CARDWRIGHT_DATA: folder, SETUP_PORT: setUpPort } = environment
  if (tls !== 'own-ca') throw new AppError('config-invalid', 'TLS is own-ca, or not set.')
  if (!folder)
    throw new AppError(
      'config-invalid',
      'Set CARDWRIGHT_DATA: the folder where TLS=own-ca keeps its certificate authority.',
    )
  return { kind: 'own-ca', folder, ...(setUpPort ? { setUpPort: readPort(setUpPort, 'SETUP_PORT') } : {}) }
}

function readWebhookNetworks(environment: Environment): Pick<Config, 'webhookNetworks'> {
  const networks = (environment['WEBHOOK_NETWORKS'] ?? '').split(/[\s,]+/).filter(Boolean)
  const wrong = networks.find((network) => !isSubnet(network))
  if (wrong !== undefined)
    throw new AppError(
      'config-invalid',
      `WEBHOOK_NETWORKS lists networks such as 10.20.0.0/16, separated by commas; ${wrong} is none.`,
    )
  return networks.length > 0 ? { webhookNetworks: networks } : {}
}

function readMessageGateway(environment: Environment): Pick<Config, 'messageGateway'> {
  const { MESSAGE_GATEWAY_URL: url, MESSAGE_GATEWAY_TOKEN: token } = environment
  if (url && token && URL.canParse(url)) return { messageGateway: { url, token } }
  if (!url && !token) return {}
  throw new AppError(
    'config-invalid',
    'MESSAGE_GATEWAY_URL and MESSAGE_GATEWAY_TOKEN go together: the address that takes SMS, and its key.',
  )
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Real cards carry the address for ever: it must be HTTPS and reachable by other people's phones. */
export function isFitForRealCards(publicUrl: string): boolean {
  const url = new URL(publicUrl)
  return url.protocol === 'https:' && !isLoopback(url.hostname)
}
