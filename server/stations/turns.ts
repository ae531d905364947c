const nameOf = (stationId: string, device: string): string => `${stationId}/${device}`

/** Lets one after another have a device: whoever comes while it is in use waits. */
export function createTurns() {
  const latest = new Map<string, Promise<unknown>>()

  return {
    isInUse: (stationId: string, device: string): boolean => latest.has(nameOf(stationId, device)),

    async inTurn<T>(stationId: string, device: string, work: () => Promise<T>): Promise<T> {
      const name = nameOf(stationId, device)
      const before = latest.get(name)
      const mine = before ? before.then(work) : work()
      const over = mine.then(
        () => undefined,
        () => undefined,
      )
      latest.set(name, over)
      try {
        return await mine
      } finally {
        if (latest.get(name) === over) latest.delete(name)
      }
    },
  }
}
