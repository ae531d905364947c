/** Cards that one printer was given at once, and when it was done with them. */
export interface Stretch {
  printerId: string
  cards: number
  beganAt: Date
  /** `now` for those it is at */
  endedAt: Date
}

/** How fast the printers that are at a job are together, from what each did of it last; null before any finished a card. */
export function cardsPerHour(stretches: readonly Stretch[]): number | null {
  let perMs = 0
  for (const printer of new Set(stretches.map(({ printerId }) => printerId))) {
    const done = stretches.filter(({ printerId }) => printerId === printer)
    const cards = done.reduce((sum, stretch) => sum + stretch.cards, 0)
    const ms = done.reduce((sum, { beganAt, endedAt }) => sum + endedAt.getTime() - beganAt.getTime(), 0)
    if (ms > 0) perMs += cards / ms
  }
  return perMs > 0 ? Math.round(perMs * 3_600_000) : null
}

export const secondsFor = (cards: number, perHour: number | null): number | null =>
  perHour === null || perHour === 0 ? null : Math.ceil((cards * 3_600) / perHour)
