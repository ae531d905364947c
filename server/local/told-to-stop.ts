/** Aborted by the first of: Ctrl-C, a termination signal, a closed terminal, the death of the supervisor above us. */
export function toldToStop(): AbortSignal {
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort())
  process.once('disconnect', () => told.abort())
  // Listening for the supervisor must not be what keeps this process alive.
  process.channel?.unref()
  return told.signal
}

export const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
