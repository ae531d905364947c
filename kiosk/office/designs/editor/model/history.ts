/** What was, is and would be again. `run` names the change under way: further ones of its name join it. */
export interface History<T> {
  past: readonly T[]
  present: T
  future: readonly T[]
  run: string | undefined
}

/** Some minutes of work; each step shares all that it did not change with its neighbours. */
const MOST_STEPS = 200

export const beginHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], run: undefined })

/** Goes on to `next`. Where `run` is the run under way, one undo takes both steps back. */
export function proceed<T>(history: History<T>, next: T, run?: string): History<T> {
  if (run !== undefined && run === history.run) return { ...history, present: next, future: [] }
  const past = [...history.past, history.present].slice(-MOST_STEPS)
  return { past, present: next, future: [], run }
}

/** Ends the run under way: the next change of its name is a step of its own. */
export const settle = <T>(history: History<T>): History<T> =>
  history.run === undefined ? history : { ...history, run: undefined }

export function undo<T>({ past, present, future }: History<T>): History<T> | undefined {
  const before = past.at(-1)
  return before === undefined
    ? undefined
    : { past: past.slice(0, -1), present: before, future: [present, ...future], run: undefined }
}

export function redo<T>({ past, present, future: [next, ...future] }: History<T>): History<T> | undefined {
  return next === undefined ? undefined : { past: [...past, present], present: next, future, run: undefined }
}
