import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { LaptopIdentity } from '../config/config.ts'
import { configFromEnvironment } from '../config/environment.ts'
import type { RunningServer } from '../main.ts'
import { assert } from '../platform/errors.ts'
import type { FirstStart } from './first-start.ts'

/** What the supervisor tells its server as soon as the database answers. */
export interface Orders {
  databaseUrl: string
  /** of a shop to try things out in */
  firstStart?: FirstStart
  /** of a laptop at the booths */
  gathers?: LaptopIdentity
}

/** Runs the server of `cardwright start` or `cardwright edge`: its code is loaded while the database still comes up. */
export async function startLocalServer(told: AbortSignal): Promise<RunningServer> {
  const loading = Promise.all([import('../main.ts'), import('../keys/index.ts'), import('./first-start.ts')])
  const { databaseUrl, firstStart, gathers } = await ordersFromSupervisor(told)
  const [{ startServer }, { createRootKey }, { prepareFirstStart }] = await loading

  const config = { ...configFromEnvironment({ DATABASE_URL: databaseUrl }), ...(gathers ? { gathers } : {}) }
  const { keyStore } = config
  if (keyStore.kind === 'file' && !existsSync(keyStore.path)) createRootKey(keyStore.path)
  const server = await startServer(config, async (db, keys) => {
    if (firstStart) await prepareFirstStart(db, keys, firstStart)
  })
  process.send?.('ready')
  return server
}

/** Over the channel between the two processes, because it holds the database's password. */
async function ordersFromSupervisor(told: AbortSignal): Promise<Orders> {
  process.channel?.ref()
  try {
    const [orders]: Orders[] = await once(process, 'message', { signal: told })
    assert(orders, 'a message has a content')
    return orders
  } finally {
    process.channel?.unref()
  }
}
