import { env } from 'node:process'
import { isDriverName, type DriverName } from './driver.ts'

/** Where pcsc-lite's daemon listens, by the same rule as its client library. */
export const pcscdSocket = (): string => env['PCSCLITE_CSOCK_NAME'] ?? '/run/pcscd/pcscd.comm'

/** CARDWRIGHT_PCSC_DRIVER: the one driver to use in place of the first that can be loaded. */
export function forcedDriver(): DriverName | undefined {
  const name = env['CARDWRIGHT_PCSC_DRIVER']
  return name !== undefined && isDriverName(name) ? name : undefined
}

/** Each command waits in a thread of libuv's pool: with its four threads the fifth reader would wait for the others. */
export const childEnvironment = (): NodeJS.ProcessEnv => ({ ...env, UV_THREADPOOL_SIZE: '32' })
