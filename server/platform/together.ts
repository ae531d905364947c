import { RefusedError } from './errors.ts'

export interface Gathering {
  /** so many runs at a time; who comes meanwhile waits for the next and shares it */
  lanes: number
  /** whom one run serves at most */
  most: number
}

/** Beyond these the database does not keep up, and whoever asks had better come again. */
const MOST_WAITING = 2_000
/** As long as anybody waits for a connection. */
const LONGEST_WAIT_MS = 5_000

const unavailable = (): RefusedError => new RefusedError({ ok: false, reason: 'unavailable' })

/**
 * Serves whoever asks at about the same moment by one run: a statement for many costs little more than one for one.
 * Answers come in the order of the asks. When a run throws, all of its askers get its error. Whoever waits too long for a
 * run to begin, or behind too many, is refused with `unavailable`: nothing was asked for them.
 */
export function together<Ask, Answer>(
  { lanes, most }: Gathering,
  serve: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  interface Waiting {
    ask: Ask
    since: number
    resolve: (answer: Answer) => void
    reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let running = 0
  let isDue = false
  let watch: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    const served = waiting.slice(0, most)
    waiting = waiting.slice(most)
    running += 1
    try {
      const answers = await serve(served.map(({ ask }) => ask))
      for (const [index, { resolve }] of served.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      for (const { reject } of served) reject(error)
    } finally {
      running -= 1
      begin()
    }
  }

  function begin(): void {
    while (running < lanes && waiting.length > 0) void run()
    if (waiting.length > 0) watchOver()
  }

  /** Runs that hang, as when the database does, must not keep those behind them for ever. */
  function watchOver(): void {
    watch ??= setTimeout(() => {
      watch = undefined
      const oldest = performance.now() - LONGEST_WAIT_MS
      const late = waiting.findIndex(({ since }) => since > oldest)
      for (const { reject } of waiting.splice(0, late === -1 ? waiting.length : late)) reject(unavailable())
      if (waiting.length > 0) watchOver()
    }, LONGEST_WAIT_MS / 5).unref()
  }

  // Not at once: requests that arrived in one turn of the loop are still being read.
  function beginSoon(): void {
    if (isDue || running === lanes) return
    isDue = true
    setImmediate(() => {
      isDue = false
      begin()
    })
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) return reject(unavailable())
      waiting.push({ ask, since: performance.now(), resolve, reject })
      beginSoon()
      if (running === lanes) watchOver()
    })
}
