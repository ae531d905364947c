import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from './command.ts'

/** Talks to the people around a terminal. Questions go to stderr, so that stdout has the result alone. */
export interface Terminal {
  say(line: string): void
  ask(question: string): Promise<string>
  /** as `ask`, with nothing of the answer on the screen */
  askSecret(question: string): Promise<string>
  /** Shows what one person alone may see, waits for Enter and clears the screen and what can be scrolled back to. */
  showAlone(lines: readonly string[]): Promise<void>
  clear(): void
  close(): void
}

/** ECMA-48 and xterm: erase the screen, erase what was scrolled away, cursor home. */
const CLEAR = '\u001B[2J\u001B[3J\u001B[H'

/** Nothing is read before the first question. */
export function openTerminal(): Terminal {
  const { stdin, stderr } = process
  let isSecret = false
  let reading: { reader: Interface; lines: AsyncIterator<string> } | undefined
  const echo = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!isSecret) stderr.write(chunk)
      done()
    },
  })
  const startReading = () => {
    const reader = createInterface({ input: stdin, output: echo, terminal: stdin.isTTY, historySize: 0 })
    reader.on('SIGINT', () => {
      stderr.write('\n')
      process.exit(130)
    })
    return { reader, lines: reader[Symbol.asyncIterator]() }
  }
  const answer = async (question: string): Promise<string> => {
    reading ??= startReading()
    stderr.write(question)
    const { value, done } = await reading.lines.next()
    if (done === true) throw new UsageError('The input ended before every question was answered.')
    return value
  }
  const clear = () => {
    if (stderr.isTTY) stderr.write(CLEAR)
  }
  const askSecret = async (question: string): Promise<string> => {
    isSecret = true
    try {
      return await answer(question)
    } finally {
      isSecret = false
      if (stdin.isTTY) stderr.write('\n')
    }
  }
  return {
    say: (line) => void stderr.write(`${line}\n`),
    ask: async (question) => (await answer(question)).trim(),
    askSecret,
    async showAlone(shown) {
      if (!stderr.isTTY || !stdin.isTTY)
        throw new UsageError(
          'Shares are shown on a terminal only: run this where each holder can sit down alone.',
        )
      clear()
      stderr.write(`${shown.join('\n')}\n\n`)
      await askSecret('Press Enter when it is written down and checked. The screen is cleared then. ')
      clear()
    },
    clear,
    close: () => reading?.reader.close(),
  }
}
