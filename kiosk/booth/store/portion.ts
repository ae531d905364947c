import type { QueuedEntry } from './queue.ts'
import type { Sent } from './sending.ts'

/** Of entries that are sent together. */
export const mostCharacters = 150_000
const fewestCharacters = 5_000

/** What a bad line did not carry in time is tried in smaller portions: else it would be sent from its beginning for ever. */
export function nextPortion(characters: number, sent: Sent): number {
  if (sent === 'unreached') return Math.max(Math.floor(characters / 3), fewestCharacters)
  return sent === 'goes-on' || sent === 'all-sent' ? Math.min(characters * 2, mostCharacters) : characters
}

/** The first ones that together are no longer than this; one entry goes whatever its size. */
export function shortEnough(entries: readonly QueuedEntry[], most: number): readonly QueuedEntry[] {
  let characters = 0
  const tooMany = entries.findIndex(({ text }) => (characters += text.length) > most)
  return tooMany < 0 ? entries : entries.slice(0, Math.max(tooMany, 1))
}
