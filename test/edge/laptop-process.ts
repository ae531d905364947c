import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../server/local/free-port.ts'
import type { Running } from '../../server/local/running-file.ts'
import { cardwright } from '../faults/ground/server-process.ts'

const READY_MS = 300_000

/** `cardwright edge` with a database and a data folder of its own. */
export interface LaptopProcess extends AsyncDisposable {
  address: string
  folder: string
  said: () => string
  /** kill -9 of server, database and whoever watches over them: the battery is empty */
  kill(): Promise<void>
  start(...words: string[]): Promise<void>
}

export async function newLaptopProcess(): Promise<LaptopProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-edge-'))
  await chmod(folder, 0o711)
  const port = await freePort()
  const address = `http://localhost:${port}`
  let child: ReturnType<typeof spawn> | undefined
  let said = ''

  async function start(...words: string[]) {
    const started = spawn(
      process.execPath,
      cardwright('edge', '--data', folder, '--port', String(port), ...words),
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text) => (said = (said + String(text)).slice(-4_000)))
    child = started
    const deadline = performance.now() + READY_MS
    while (!(await isReady())) {
      if (started.exitCode !== null || performance.now() > deadline) throw new Error(`Not ready: ${said}`)
      await sleep(100)
    }
  }
  const isReady = async () => (await fetch(`${address}/readyz`).catch(() => undefined))?.ok === true

  async function kill() {
    const ended = child && once(child, 'exit')
    const running = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Running
    const [postmaster = ''] = readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split(
      '\n',
    )
    for (const pid of [child?.pid, ...running.children.map((one) => one.pid), Number(postmaster)])
      if (pid) process.kill(pid, 'SIGKILL')
    await ended
    await sleep(500) // until the database's other processes have noticed
  }

  return {
    address,
    folder,
    said: () => said,
    kill,
    start,
    async [Symbol.asyncDispose]() {
      if (child?.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}
