import { readFileSync } from 'node:fs'
import type { Config } from './config.ts'
import { readConfig } from './config.ts'

/** The only place of the server that reads the environment; `values` are what it cannot say. */
export const configFromEnvironment = (values: Record<string, string> = {}): Config =>
  readConfig({ ...process.env, ...values }, (path) => readFileSync(path, 'utf8'))

/** What `cardwright start` takes from the environment; the rest it decides itself. */
export const startEnvironment = () => ({
  databaseUrl: process.env['DATABASE_URL'],
  dataFolder: process.env['CARDWRIGHT_DATA'],
  keyFile: process.env['CARDWRIGHT_KEYS'],
})

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
