import type { QueuedEntry } from './queue.ts'

/** Of entries that are sent together. */
export const mostCharacters = 150_000
const fewestCharacters = 5_000

interface Fate {
  /** the server has judged what was sent */
  isTaken: boolean
  /** no answer came */
  isLost: boolean
}

/** What a bad line did not carry in time is tried in smaller portions: else it would be sent from its beginning for ever. */
export function nextPortion(characters: number, { isTaken, isLost }: Fate): number {
  if (isLost) return Math.max(Math.floor(characters / 3), fewestCharacters)
  return isTaken ? Math.min(characters * 2, mostCharacters) : characters
}

/** The first ones that together are no longer than this; one entry goes whatever its size. */
export function shortEnough(entries: readonly QueuedEntry[], most: number): readonly QueuedEntry[] {
  let characters = 0
  const tooMany = entries.findIndex(({ text }) => (characters += text.length) > most)
  return tooMany < 0 ? entries : entries.slice(0, Math.max(tooMany, 1))
}
