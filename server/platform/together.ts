export interface Gathering {
  /** so many runs at a time; who comes meanwhile waits for the next and shares it */
  lanes: number
  /** whom one run serves at most */
  most: number
}

/**
 * Serves whoever asks at about the same moment by one run: a statement for many costs little more than one for one.
 * Answers come in the order of the asks. When a run throws, all of its askers get its error.
 */
export function together<Ask, Answer>(
  { lanes, most }: Gathering,
  serve: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  interface Waiting {
    ask: Ask
    resolve: (answer: Answer) => void
    reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let running = 0
  let isDue = false

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
      waiting.push({ ask, resolve, reject })
      beginSoon()
    })
}
