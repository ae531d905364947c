import type { Sentence } from '../platform/schema.ts'
import type { RuleSentence } from './rules-in-words.ts'

/** What a change of rules does, sentence by sentence: what goes, what comes, what is said otherwise. */
export interface RuleChange {
  key: string
  before: Sentence | null
  after: Sentence | null
}

/** The difference between two versions in words; empty where they say the same. */
export function compareRules(before: readonly RuleSentence[], after: readonly RuleSentence[]): RuleChange[] {
  const old = new Map(before.map((sentence) => [sentence.key, sentence]))
  const now = new Map(after.map((sentence) => [sentence.key, sentence]))
  const keys = [...new Set([...now.keys(), ...old.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    if (was?.en === is?.en && was?.zh === is?.zh) return []
    return [{ key, before: was ? said(was) : null, after: is ? said(is) : null }]
  })
}

const said = ({ zh, en }: RuleSentence): Sentence => ({ zh, en })
