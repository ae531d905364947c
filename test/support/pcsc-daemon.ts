import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
/** pcscd has its folder compiled in: a private mount puts ours in its place, also beside a system daemon. */
const privately =
  'mkdir -p /run/pcscd && mount --bind "$1" /run/pcscd && exec pcscd --foreground --error -c "$2"'

/** A private pcscd with one virtual reader of two slots, on ports that nobody else uses. */
export interface PrivatePcscd {
  /** For PCSCLITE_CSOCK_NAME of the client process. */
  readonly socketPath: string
  /** The TCP ports on which the two slots wait for a card; the readers are listed in this order. */
  readonly slotPorts: readonly [number, number]
  /** Ends the daemon without a warning, as a crash does. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts it and waits until it answers. */
export async function startPcscd(): Promise<PrivatePcscd> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-pcscd-'))
  const [runFolder, configFolder] = [join(folder, 'run'), join(folder, 'readers')]
  await mkdir(runFolder)
  await mkdir(configFolder)
  const port = await freePortPair()
  await writeFile(join(configFolder, 'vpcd'), readerConfig(port))
  const socketPath = join(runFolder, 'pcscd.comm')
  let daemon: ChildProcess | undefined

  async function start(): Promise<void> {
    const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
    const options = [...asUser, '--mount', '--propagation', 'private', 'sh', '-c', privately, 'sh']
    daemon = spawn('unshare', [...options, runFolder, configFolder], { stdio: 'ignore' })
    await untilAnswers(socketPath, daemon)
  }

  async function kill(): Promise<void> {
    const dying = daemon
    daemon = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const ended = once(dying, 'exit')
    dying.kill('SIGKILL')
    await ended
  }

  await start()
  return {
    socketPath,
    slotPorts: [port, port + 1],
    start,
    kill,
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const readerConfig = (port: number): string =>
  `FRIENDLYNAME "Test reader"\nDEVICENAME /dev/null:0x${port.toString(16).toUpperCase()}\nLIBPATH ${driver}\nCHANNELID 0x${port.toString(16).toUpperCase()}\n`

async function untilAnswers(socketPath: string, daemon: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (daemon.exitCode !== null)
      throw new Error('pcscd ended at once: are pcscd and vsmartcard-vpcd installed?')
    if (await answers(socketPath)) return
    await pause(25)
  }
  throw new Error('pcscd does not answer')
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.once('connect', () => resolve(Boolean(socket.destroy())))
    socket.once('error', () => resolve(false))
  })
}

/** vpcd takes a port and the next one; it cannot be told to choose by itself. */
async function freePortPair(): Promise<number> {
  for (;;) {
    const first = createServer().listen(0)
    await once(first, 'listening')
    const address = first.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const second = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false))
      second.listen(port + 1, () => resolve(true))
    })
    await Promise.all([first, second].map((server) => new Promise((done) => server.close(done))))
    if (isFree) return port
  }
}
