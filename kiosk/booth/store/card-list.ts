import { fromBase64, sha256, utf8 } from './bytes.ts'

const headBytes = 8

/** Where a card's number is among the sorted heads of hashes that lie one behind the other. */
export async function placeInList(cards: string, cardNumber: string): Promise<number | undefined> {
  const wanted = (await sha256(utf8(cardNumber))).subarray(0, headBytes)
  const heads = fromBase64(cards)
  let [from, to] = [0, heads.length / headBytes]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const order = compare(heads.subarray(middle * headBytes, (middle + 1) * headBytes), wanted)
    if (order === 0) return middle
    if (order < 0) from = middle + 1
    else to = middle
  }
  return undefined
}

/** The code of the level that the card at a place was made for. */
export const levelAt = (
  { cardLevels, levels }: { cardLevels: string; levels: readonly { code: string }[] },
  place: number,
): string | undefined => levels[fromBase64(cardLevels)[place] ?? -1]?.code

export const listLength = (cards: string): number => fromBase64(cards).length / headBytes

function compare(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}
