import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** `ippeveprinter`: a real IPP printer that puts documents into a folder and does with each what its script says. */
export interface IppPrinter {
  readonly address: string
  /** the same by `ipps://`, under a certificate that it signed itself */
  readonly encryptedAddress: string
  /** its certificate and key in PEM; there once somebody called encrypted */
  identity(): Promise<{ cert: Buffer; key: Buffer }>
  readonly port: number
  /** What it does with the next documents: shell, with the document as `$1`; what it says on stderr becomes its state. */
  does(script: string): Promise<void>
  /** lets a script go on that waits with `wait_here` */
  letGo(): Promise<void>
  /** the documents that it took, in order */
  documents(): Promise<Buffer[]>
  /** Ends it without a warning. */
  kill(): Promise<void>
  /** Starts it again, without its memory. */
  start(): Promise<void>
}

/** Printers on ports of this machine, with a D-Bus of their own, which they will not start without. */
export interface IppPrinters {
  add(name: string): Promise<IppPrinter>
  stop(): Promise<void>
}

export async function startPrinters(): Promise<IppPrinters> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-ipp-'))
  const address = `unix:path=${join(folder, 'bus')}`
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=${address}`], {
    stdio: 'ignore',
  })
  await untilTrue(async () => (await readdir(folder)).includes('bus'), 'dbus-daemon does not start')
  const printers: IppPrinter[] = []
  return {
    async add(name) {
      const printer = await startPrinter({ name, folder: join(folder, name), bus: address })
      printers.push(printer)
      return printer
    },
    async stop() {
      for (const printer of printers) await printer.kill()
      await end(bus)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startPrinter({ name, folder, bus }: { name: string; folder: string; bus: string }) {
  const [spool, keys] = [join(folder, 'spool'), join(folder, 'keys')]
  for (const path of [spool, keys]) await mkdir(path, { recursive: true })
  const [command, behaviour, held] = ['command.sh', 'behaviour.sh', 'held'].map((file) => join(folder, file))
  if (!command || !behaviour || !held) throw new Error('three names make three paths')
  const waiting = `wait_here() { while [ -e "${held}" ]; do sleep 0.05; done; }`
  await writeFile(command, `#!/bin/sh\n${waiting}\n. "${behaviour}"\n`)
  await chmod(command, 0o755)
  const port = await freePort()
  let running: ChildProcess | undefined

  const printer: IppPrinter = {
    address: `ipp://localhost:${port}/ipp/print`,
    encryptedAddress: `ipps://localhost:${port}/ipp/print`,
    port,
    async identity() {
      const [cert, key] = ['localhost.crt', 'localhost.key'].map((name) => readFile(join(keys, name)))
      if (!cert || !key) throw new Error('two names make two files')
      return { cert: await cert, key: await key }
    },
    async does(script) {
      await writeFile(held, '')
      await writeFile(behaviour, `${script}\n`)
    },
    letGo: () => rm(held, { force: true }),
    async documents() {
      const names = (await readdir(spool)).filter((file) => file.endsWith('.pdf'))
      const inOrder = names.toSorted((left, right) => Number.parseInt(left) - Number.parseInt(right))
      return Promise.all(inOrder.map((file) => readFile(join(spool, file))))
    },
    async kill() {
      const dying = running
      running = undefined
      if (dying) await end(dying)
    },
    async start() {
      const options = [
        '-r',
        'off',
        '-2',
        '-k',
        '-K',
        keys,
        '-d',
        spool,
        '-p',
        String(port),
        '-n',
        'localhost',
      ]
      const started = spawn('ippeveprinter', [...options, '-f', 'application/pdf', '-c', command, name], {
        // Not every PATH has /usr/sbin, where Debian keeps it.
        env: { PATH: '/usr/sbin:/usr/bin:/bin', DBUS_SYSTEM_BUS_ADDRESS: bus },
        stdio: 'ignore',
      })
      running = started
      await untilTrue(() => answers(port), 'ippeveprinter does not start: is cups-ipp-utils installed?')
    },
  }
  await printer.does('exit 0')
  await printer.start()
  return printer
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

export async function untilTrue(
  isTrue: () => Promise<boolean>,
  otherwise: string,
  tries = 200,
): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (await isTrue()) return
    await pause(25)
  }
  throw new Error(otherwise)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, 'localhost')
    socket.once('connect', () => resolve(Boolean(socket.destroy())))
    socket.once('error', () => resolve(false))
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
