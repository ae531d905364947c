import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SimulatedMsr } from '../../hardware/simulator/msr605x-device.ts'
import { listenOn, type Cable } from './cable.ts'

/** A serial port (a pseudo-terminal of socat's) for an MSR605: the real serialport opens it as it would /dev/ttyUSB0. */
export async function serialCable(): Promise<Cable & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-serial-'))
  const path = join(folder, 'ttyUSB0')
  const wire = join(folder, 'wire')
  let socat: ChildProcess | undefined
  let close: (() => Promise<void>) | undefined
  let pulled: Promise<void> = Promise.resolve()

  async function unplug(): Promise<void> {
    const ended = socat && socat.exitCode === null && socat.signalCode === null && once(socat, 'exit')
    socat?.kill('SIGTERM')
    await ended
    await close?.()
    close = undefined
    await rm(path, { force: true })
  }

  return {
    path,
    deviceName: `Stripe writer ${path}`,
    environment: {},
    stationOptions: { stripeSerial: path },
    async plugIn(options) {
      await pulled
      const device = new SimulatedMsr(options)
      device.onUnplugged(() => {
        pulled = unplug()
      })
      close = await listenOn(wire, (socket) => {
        socket.on('data', (data: Buffer) => device.receive(data))
        // One byte at a time, as a slow line brings them.
        device.onAnswer((answer) => answer.forEach((byte) => socket.write(Uint8Array.of(byte))))
      })
      socat = spawn('socat', [`PTY,raw,echo=0,link=${path}`, `UNIX-CONNECT:${wire}`], { stdio: 'ignore' })
      await untilThere(path)
      return device
    },
    async remove() {
      await pulled
      await unplug()
      await rm(folder, { recursive: true })
    },
  }
}

async function untilThere(path: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('socat made no pseudo-terminal')
}
