import { isRunByNpm } from '../config/environment.ts'

const lookMs = 250

/** Aborted by the first of: Ctrl-C, a termination signal, a closed terminal, the death of the supervisor or npm above us. */
export function toldToStop(): AbortSignal {
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort())
  process.once('disconnect', () => told.abort())
  // Listening for the supervisor must not be what keeps this process alive.
  process.channel?.unref()
  if (isRunByNpm()) whenOrphaned(() => told.abort())
  return told.signal
}

/** npm runs a script in a shell that passes no signal on: its death is all that reaches us when npm is told to stop. */
function whenOrphaned(stop: () => void) {
  const parent = process.ppid
  const timer = setInterval(() => process.ppid !== parent && stop(), lookMs)
  timer.unref()
}

export const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
