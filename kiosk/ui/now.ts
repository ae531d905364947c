/** The one place where the pages read the clock. */
export const now = (): Date => new Date()
