import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const preloadSource = fileURLToPath(new URL('vpcd-preload.c', import.meta.url))
/** pcscd has its folder compiled in: a private mount puts ours in its place, also beside a system daemon. */
const privately =
  'mkdir -p /run/pcscd && mount --bind "$2" /run/pcscd && LD_PRELOAD="$1" exec pcscd --foreground --error -c "$3"'

/** A private pcscd with virtual readers of two slots each, on ports of this machine that nobody else uses. */
export interface PrivatePcscd {
  /** For PCSCLITE_CSOCK_NAME of the client process. */
  readonly socketPath: string
  /** The TCP ports on which the two slots of the first reader wait for a card; the readers are listed in this order. */
  readonly slotPorts: readonly [number, number]
  /** The first slot of each reader: its name for PC/SC, and the port on which it waits for a card. */
  readonly slots: readonly { reader: string; port: number }[]
  /** Ends the daemon without a warning, as a crash does. */
  kill(): Promise<void>
  /** Starts it again, with the first `readers` of its readers plugged in; all of them when not told. */
  start(readers?: number): Promise<void>
  stop(): Promise<void>
}

/** Starts it and waits until it answers. pcscd takes 16 slots, which are 8 readers. */
export async function startPcscd(readers = 1): Promise<PrivatePcscd> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-pcscd-'))
  const [runFolder, configFolder] = [join(folder, 'run'), join(folder, 'readers')]
  await mkdir(runFolder)
  await mkdir(configFolder)
  const ports: number[] = []
  while (ports.length < readers) ports.push(await freePortPair(ports))
  const preload = join(folder, 'preload.so')
  execFileSync('cc', ['-shared', '-fPIC', '-o', preload, preloadSource, '-ldl'])
  const socketPath = join(runFolder, 'pcscd.comm')
  let daemon: ChildProcess | undefined

  async function plugIn(many: number): Promise<void> {
    for (const name of await readdir(configFolder)) await rm(join(configFolder, name))
    for (const [index, port] of ports.slice(0, many).entries()) {
      // Two readers of one library would share its state.
      const library = join(folder, `vpcd-${index}.so`)
      await copyFile(driver, library)
      await writeFile(join(configFolder, `vpcd-${index}`), readerConfig(nameOf(index), library, port))
    }
  }

  async function start(many = readers): Promise<void> {
    await plugIn(many)
    const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
    const options = [...asUser, '--mount', '--propagation', 'private', 'sh', '-c', privately, 'sh', preload]
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
    slotPorts: [ports[0] ?? 0, (ports[0] ?? 0) + 1],
    slots: ports.map((port, index) => ({ reader: `${nameOf(index)} 00 00`, port })),
    start,
    kill,
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const nameOf = (index: number): string => (index === 0 ? 'Test reader' : `Test reader ${index + 1}`)

const readerConfig = (name: string, library: string, port: number): string => {
  const channel = `0x${port.toString(16).toUpperCase()}`
  return `FRIENDLYNAME "${name}"\nDEVICENAME /dev/null:${channel}\nLIBPATH ${library}\nCHANNELID ${channel}\n`
}

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
async function freePortPair(taken: readonly number[]): Promise<number> {
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
    if (isFree && !taken.some((other) => Math.abs(other - port) < 2)) return port
  }
}
