import type { Output } from './command.ts'

/** Lines for people, or only the result as one JSON document. */
export function outputFor(json: boolean): Output {
  if (!json) return { say: (line) => console.log(line), result: (_, sentence) => console.log(sentence) }
  return { say: () => undefined, result: (value) => console.log(JSON.stringify(value)) }
}
