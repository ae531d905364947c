import { concat } from '../../nfc/bytes.ts'
import type { CardFile, CardMemory, FileNumber } from './memory.ts'

/** File bytes go to memory frame by frame (NT4H2421Gx §8.6): a torn write leaves the first half new, the rest old. */
function tornFile(before: CardFile, after: CardFile, lands: boolean): CardFile {
  const { settings } = lands ? after : before
  const changed = [...after.data.keys()].filter((index) => after.data[index] !== before.data[index])
  const middle = changed[Math.floor(changed.length / 2)]
  if (middle === undefined) return { data: after.data, settings }
  return { data: concat(after.data.slice(0, middle), before.data.slice(middle)), settings }
}

/** Memory caught in the middle of a write: keys, settings and counters are all old or all new, file bytes may be mixed. */
export function tornMemory(before: CardMemory, after: CardMemory, lands: boolean): CardMemory {
  const file = (number: FileNumber) => tornFile(before.files[number], after.files[number], lands)
  return { ...(lands ? after : before), files: { 1: file(1), 2: file(2), 3: file(3) } }
}
