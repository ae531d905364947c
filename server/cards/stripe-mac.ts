import { timingSafeEqual } from 'node:crypto'

/** Whether a text is one of the expected ones, in a time that does not tell how much of it is right. */
export const isOneOf = (expected: readonly string[], text: string): boolean =>
  expected.reduce((found, one) => isSame(one, text) || found, false)

function isSame(expected: string, text: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(text)]
  return left.length === right.length && timingSafeEqual(left, right)
}
