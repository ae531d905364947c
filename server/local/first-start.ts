import { existsSync } from 'node:fs'
import { createRootKey } from '../keys/index.ts'

export interface FirstStart {
  databaseUrl: string
  keyFile: string
  /** Where the simulated station's token is kept, 0600. */
  stationTokenFile: string
  /** Leave out the sample data. */
  empty: boolean
}

/** Makes what a start with no configuration needs and does not find: on every later start it changes nothing. */
export async function prepareFirstStart({ keyFile }: FirstStart): Promise<void> {
  if (!existsSync(keyFile)) createRootKey(keyFile)
}
