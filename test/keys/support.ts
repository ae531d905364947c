import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'

const program = fileURLToPath(new URL('../../server/cli/cardwright.ts', import.meta.url))

interface Ended {
  code: number
  out: string
  err: string
}

/** Runs the command line with these words; `input` are the lines that are typed. */
export async function cardwright(
  words: readonly string[],
  { input = [], environment = {} }: { input?: readonly string[]; environment?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended: Ended = { code: -1, out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()))
  child.stdin.end(input.map((line) => `${line}\n`).join(''))
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...ended, code: code ?? -1 }))
  })
}

/** The command line on a terminal of its own: what is on its screen, and somebody who types. */
export interface AtTerminal {
  process: ChildProcess
  /** everything that was ever shown */
  shown(): string
  /** waits until the words are shown after what was shown when something was last typed, then types a line */
  answer(words: string, line: string): Promise<void>
  ended: Promise<number>
}

export function atTerminal(words: readonly string[]): AtTerminal {
  const quoted = [process.execPath, '--import', 'tsx', program, ...words].map((word) => `'${word}'`).join(' ')
  // util-linux `script` runs a command on a pseudo-terminal.
  const child = spawn('script', ['-qefc', quoted, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let shown = ''
  let typedAt = 0
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  return {
    process: child,
    shown: () => shown,
    async answer(question, line) {
      await vi.waitFor(() => expect(shown.slice(typedAt)).toContain(question), {
        timeout: 20_000,
        interval: 20,
      })
      typedAt = shown.length
      child.stdin.write(`${line}\r`)
    },
    ended: new Promise((resolve) => {
      child.on('close', (code) => resolve(code ?? -1))
    }),
  }
}
