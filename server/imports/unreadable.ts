import type { FileTrouble } from './refusals.ts'

/** A file that cannot be read to its end, and where that shows. */
export class UnreadableFile extends Error {
  readonly trouble: FileTrouble

  constructor(trouble: FileTrouble, options?: ErrorOptions) {
    super(trouble, options)
    this.name = 'UnreadableFile'
    this.trouble = trouble
  }
}

/** A row as it stands in the file; `line` is the one that a text editor or Excel shows. */
export interface SourceRow {
  line: number
  cells: string[]
  /** cells that say nothing: an error of Excel's, or a formula that was never worked out */
  broken?: ReadonlyMap<number, 'cell-error' | 'formula-without-result'>
}

export const MOST_COLUMNS = 200
export const LONGEST_CELL = 2_000
