/**
 * A square of modules as one stretch of bits, line after line, the lowest bit of a word first. Four light modules stand
 * before the first line and after each, so that a pattern is told the same way within a line and at its ends.
 */
export type Lines = Uint32Array

const MARGIN = 4

export const lineStep = (size: number): number => size + MARGIN

export const newLines = (size: number): Lines => new Uint32Array((((size + 2) * lineStep(size)) >> 5) + 4)

export const bitOf = (size: number, line: number, at: number): number => MARGIN + line * lineStep(size) + at

export const setBit = (lines: Lines, bit: number): void => {
  lines[bit >> 5]! |= 1 << (bit & 31)
}

export const isSet = (lines: Lines, bit: number): boolean => ((lines[bit >> 5]! >>> (bit & 31)) & 1) === 1
