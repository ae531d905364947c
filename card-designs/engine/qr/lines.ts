/**
 * A square of modules, each line in words of its own, the lowest bit of a word first. Empty lines stand
 * before the first and after the last, a light module before each line's first and three or more after its last, so
 * that a pattern is told the same way within a line and at its ends.
 */
export type Lines = Uint32Array

const LINES_BEFORE = 2
const LINES_AFTER = 5

/** With the light modules at its ends; sizes are those of ISO/IEC 18004 table 1. */
export const wordsOf = (size: number): number => (size >> 5) + 1

/** The word that begins a line. */
export const wordOf = (size: number, line: number): number => (LINES_BEFORE + line) * wordsOf(size)

export const newLines = (size: number): Lines => new Uint32Array(wordOf(size, size + LINES_AFTER))

export const bitOf = (size: number, line: number, at: number): number => wordOf(size, line) * 32 + 1 + at

export const setBit = (lines: Lines, bit: number): void => {
  lines[bit >> 5]! |= 1 << (bit & 31)
}

export const isSet = (lines: Lines, bit: number): boolean => ((lines[bit >> 5]! >>> (bit & 31)) & 1) === 1

/** A bit for each module that differs from the one to its right. */
export function changesAcross(rows: Lines): Lines {
  const changes = new Uint32Array(rows.length)
  for (let w = 0, last = rows.length - 1; w < last; w++)
    changes[w] = rows[w]! ^ ((rows[w]! >>> 1) | (rows[w + 1]! << 31))
  return changes
}

/** A bit for each module that differs from the one below. */
export function changesDown(rows: Lines, words: number): Lines {
  const changes = new Uint32Array(rows.length)
  for (let w = 0, last = rows.length - words; w < last; w++) changes[w] = rows[w]! ^ rows[w + words]!
  return changes
}
