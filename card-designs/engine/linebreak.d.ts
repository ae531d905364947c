declare module 'linebreak' {
  /** Finds the places where Unicode UAX #14 lets a line end. */
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): { position: number; required: boolean } | null
  }
}
