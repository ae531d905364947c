import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import type { StationOptions } from '../../hardware/station/run.ts'
import type { SimulatedMsr, SimulatedMsrOptions } from '../../hardware/simulator/msr605x-device.ts'

/** A socket of a machine into which a simulated device is plugged; the station that reaches it has its real driver. */
export interface Cable {
  /** What the station calls the device. */
  readonly deviceName: string
  /** For the station's process. */
  readonly environment: Record<string, string>
  readonly stationOptions: Pick<StationOptions, 'stripeSerial'>
  /** `device.unplug()` pulls it out again. */
  plugIn(options?: SimulatedMsrOptions): Promise<SimulatedMsr>
  remove(): Promise<void>
}

/** Listens on a unix socket; answers the function that ends it and every connection. */
export async function listenOn(
  path: string,
  onSocket: (socket: Socket) => void,
): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()) // the other end may go at any moment
    socket.on('close', () => sockets.delete(socket))
    onSocket(socket)
  })
  server.listen(path)
  await once(server, 'listening')
  return async () => {
    const closed = new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
    await rm(path, { force: true })
  }
}
