import type { Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findProgramme, newestDraft } from './queries.ts'
import type { Rules } from './rules-schema.ts'
import { faultsOf } from './soundness.ts'
import { readRules } from './stored-rules.ts'

export const TRY_REFUSALS = [
  'programme-unknown',
  'rules-not-in-state',
  'rules-changed',
  'rules-unsound',
] as const

/**
 * The rules of the open draft, as they were seen, for whoever wants to know what they would do. Refuses in the order of
 * `TRY_REFUSALS`.
 */
export async function draftToTry(
  tx: Tx,
  { programmeId, number, revision }: { programmeId: string; number: number; revision: number },
): Promise<Result<Rules, (typeof TRY_REFUSALS)[number]>> {
  if (!(await findProgramme(tx, programmeId))) return refuse('programme-unknown')
  const draft = await newestDraft(tx, programmeId)
  if (draft?.state !== 'draft' && draft?.state !== 'submitted')
    return refuse('rules-not-in-state', { state: draft?.state ?? 'none' })
  if (draft.number !== number || draft.revision !== revision)
    return refuse('rules-changed', { number: draft.number, revision: draft.revision })
  const rules = readRules(draft.rules)
  const [fault] = faultsOf(rules)
  return fault ? refuse('rules-unsound', { ...fault }) : accept(rules)
}
