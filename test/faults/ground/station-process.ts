import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pairStation } from '../../../hardware/station/pair.ts'
import { VirtualNtag424 } from '../../../hardware/simulator/ntag424-card.ts'
import { cardwright } from './server-process.ts'

/** `cardwright station --simulated` as a process of its own; its cards outlive it in a file. */
export interface StationProcess {
  start(): void
  /** SIGKILL pulls the plug, SIGSTOP makes it hang, SIGCONT lets it go on */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** copies of the chips as they lie in the drawer */
  chips(): Promise<VirtualNtag424[]>
  said(): string
  stop(): Promise<void>
}

/** Pairs a station by its one-time code and starts it. */
export async function startStationProcess(serverUrl: string, code: string): Promise<StationProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-station-'))
  const [tokenFile, drawer] = [join(folder, 'token'), join(folder, 'drawer.json')]
  const token = await pairStation({ serverUrl, code, name: 'Desk' })
  await writeFile(tokenFile, token, { mode: 0o600 })
  const files = ['--token-file', tokenFile, '--drawer', drawer]
  let child: ChildProcess | undefined
  let said = ''

  function start(): void {
    child = spawn(process.execPath, cardwright('station', '--simulated', '--server', serverUrl, ...files), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => (said = (said + String(text)).slice(-4_000)))
  }

  async function signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = name === 'SIGKILL' ? once(child, 'exit') : undefined
    child.kill(name)
    await ended
  }

  process.once('exit', () => child?.kill('SIGKILL'))
  start()
  return {
    start,
    signal,
    said: () => said,
    async chips() {
      const { cards } = JSON.parse(await readFile(drawer, 'utf8')) as {
        cards: { chip: Parameters<typeof VirtualNtag424.fromJson>[0] }[]
      }
      return cards.map(({ chip }) => VirtualNtag424.fromJson(chip))
    },
    async stop() {
      await signal('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
