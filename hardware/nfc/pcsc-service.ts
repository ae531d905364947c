import { connect } from 'node:net'
import { env, platform } from 'node:process'

/** Where pcsc-lite's daemon listens, by the same rule as its client library. */
const pcscdSocket = (): string => env['PCSCLITE_CSOCK_NAME'] ?? '/run/pcscd/pcscd.comm'

/**
 * Says whether the PC/SC service answers. A socket file alone proves nothing (it outlives a killed pcscd), so this
 * really connects. Windows and macOS have the service built in.
 */
export function isPcscServiceUp(): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  return new Promise((resolve) => {
    const socket = connect(pcscdSocket())
    socket.setTimeout(1_000)
    const settle = (isUp: boolean): void => {
      socket.destroy()
      resolve(isUp)
    }
    socket.once('connect', () => settle(true))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
  })
}
