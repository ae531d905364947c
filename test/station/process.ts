import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { StationOptions } from '../../hardware/station/run.ts'

/** A running station process and every sentence that it has said. */
export interface StationProcess {
  readonly sentences: string[]
  readonly isAlive: boolean
  readonly pid: number
  /** Waits until it has said it so many times. */
  untilItSays(part: string, times?: number): Promise<string>
  stop(): Promise<{ exitCode: number | null }>
}

export function startStation(
  options: Omit<StationOptions, 'log'>,
  environment: Record<string, string> = {},
): StationProcess {
  const program = fileURLToPath(new URL('station-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, ...environment, CARDWRIGHT_TEST_STATION: JSON.stringify(options) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const sentences: string[] = []
  let partial = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (partial + text).split('\n')
    partial = lines.pop() ?? ''
    sentences.push(...lines)
  })

  return {
    sentences,
    pid: child.pid ?? 0,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null
    },
    async untilItSays(part, times = 1) {
      for (let attempt = 0; attempt < 500; attempt++) {
        const sentence = sentences.filter((said) => said.includes(part))[times - 1]
        if (sentence) return sentence
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`the station never said "${part}", but: ${sentences.join(' | ')}`)
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
        await ended
        clearTimeout(late)
      }
      return { exitCode: child.exitCode }
    },
  }
}
