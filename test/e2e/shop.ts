import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../server/local/free-port.ts'

const program = fileURLToPath(new URL('../../dist/server/cli/cardwright.js', import.meta.url))

/** Everything that `npm start` runs, on data of its own. */
export interface Shop extends AsyncDisposable {
  /** e.g. http://localhost:8080, without a slash at its end */
  url: string
  folder: string
}

/** Starts the built program as a visitor would: PostgreSQL, the server and a station with simulated devices. */
export async function openShop({ isEmpty }: { isEmpty: boolean }): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-e2e-'))
  const port = String(await freePort())
  const empty = isEmpty ? ['--empty'] : []
  const child = spawn(process.execPath, [program, 'start', '--port', port, '--data', folder, ...empty], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  try {
    return { url: await readyAt(child), folder, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The one address that it prints. */
async function readyAt(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('the program is read')
  const said: string[] = []
  stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  for await (const line of createInterface(stdout)) {
    const address = /ready: +(\S+)\/$/.exec(line)?.[1]
    said.push(line)
    if (address) {
      stdout.resume() // nobody reads on, and a full pipe would stop it
      return address
    }
  }
  throw new Error(`the program did not start:\n${said.join('\n')}`)
}
