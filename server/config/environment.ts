import { readFileSync } from 'node:fs'
import type { KeyStoreChoice } from '../keys/index.ts'
import type { Config } from './config.ts'
import { readConfig } from './config.ts'
import { readKeyStore } from './key-store.ts'

/** The only place of the server that reads the environment; `values` are what it cannot say. */
export const configFromEnvironment = (values: Record<string, string> = {}): Config =>
  readConfig({ ...process.env, ...values }, (path) => readFileSync(path, 'utf8'))

/** What `cardwright start` takes from the environment; the rest it decides itself. */
export const startEnvironment = () => ({
  databaseUrl: process.env['DATABASE_URL'],
  dataFolder: process.env['CARDWRIGHT_DATA'],
  keyFile: process.env['CARDWRIGHT_KEYS'],
  /** how browsers reach the server is decided by whoever set this */
  saysTransport: Boolean(process.env['TLS'] ?? process.env['TLS_CERT'] ?? process.env['BEHIND_PROXY']),
  /** nobody named other keys than those that the first start makes, unsealed */
  hasOwnKeys: !process.env['CARDWRIGHT_KEYS'] && !process.env['KEY_STORE'],
})

/** Where the keys are that `cardwright keys …` works on; `values` are what was said in the command. */
export const keyStoreFromEnvironment = (values: Record<string, string>): KeyStoreChoice =>
  readKeyStore({ ...process.env, ...values })

/** The serial ports at which a station looks for stripe writers. */
export const stripeSerialFromEnvironment = () => process.env['STRIPE_SERIAL']

/** Whether a script of package.json started this process. */
export const isRunByNpm = (): boolean => process.env['npm_lifecycle_event'] !== undefined

/** A child process's environment: ours, and what it is to be told. */
export const environmentWith = (values: Record<string, string>) => ({ ...process.env, ...values })

/** The database that a one-off command works on. */
export function databaseUrlFromEnvironment(): string {
  const url = process.env['DATABASE_URL']
  if (!url) throw new Error('Set DATABASE_URL to the database, postgres://user:password@host/database.')
  return url
}
