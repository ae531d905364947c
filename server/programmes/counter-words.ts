import type { Sentence } from '../platform/schema.ts'
import { listed } from './wording.ts'

/** By id, of counters that rules speak of. */
export type CounterNames = ReadonlyMap<string, string>

/** A sentence that holds at some counters only; at all where none is named. */
export function atCounters(
  sentence: Sentence,
  counterIds: readonly string[],
  counters: CounterNames,
): Sentence {
  if (counterIds.length === 0) return sentence
  const names = counterIds.map((id) => counters.get(id) ?? id)
  return {
    zh: `${names.join('、')}：${sentence.zh}`,
    en: `At ${listed(names.map((name) => ({ zh: name, en: name }))).en}: ${sentence.en}`,
  }
}
