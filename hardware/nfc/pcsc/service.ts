import { connect } from 'node:net'
import { platform } from 'node:process'
import { pcscdSocket } from './environment.ts'

/** A PC/SC service that answers. */
export interface PcscService {
  /** Calls back when it dies. Libraries do not always notice that. */
  onGone(listener: () => void): void
}

/**
 * The PC/SC service, if it answers. A socket file alone proves nothing (it outlives a killed pcscd), so this really
 * connects, and keeps the connection to learn of its end. Windows and macOS have the service built in.
 */
export function reachPcscService(): Promise<PcscService | undefined> {
  if (platform !== 'linux') return Promise.resolve({ onGone: () => undefined })
  return new Promise((resolve) => {
    const socket = connect(pcscdSocket())
    const giveUp = (): void => {
      socket.destroy()
      resolve(undefined)
    }
    socket.setTimeout(1_000, giveUp)
    socket.on('error', giveUp)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.resume()
      resolve({ onGone: (listener) => void socket.once('close', listener) })
    })
  })
}
