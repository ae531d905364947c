import { cardRules } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findProgramme, rulesAt } from '../programmes/index.ts'
import { insertDecision, insertRequest, lockRequest } from './queries.ts'
import { sealRecipient } from './recipient.ts'
import type { NewRequest } from './schema.ts'

type RequestRefusal = 'programme-unknown' | 'no-invited-level' | 'public-official-refused'

/**
 * Asks for a complimentary card of the programme's level by invitation. The answer holds no name, because answers are
 * stored. Refuses with `programme-unknown`, `no-invited-level`, `public-official-refused` (the shop's policy), which
 * is written down.
 */
export async function requestCard(
  work: Work,
  keys: KeyService,
  asked: NewRequest,
): Promise<Result<{ requestId: string }, RequestRefusal>> {
  const { tx, actor, now } = work
  assert(actor.kind === 'staff', 'a complimentary card is asked for by somebody of the staff')
  if (!(await findProgramme(tx, asked.programmeId))) return refuse('programme-unknown')
  const { levels } = await rulesAt(tx, asked.programmeId, now)
  const level = levels.find(({ ways }) => ways.some(({ kind }) => kind === 'invitation'))
  if (!level) return refuse('no-invited-level')
  const requestId = derivedId(work.id, 'complimentary')
  const facts = { level: level.code, valueFen: asked.valueFen, isPublicOfficial: asked.isPublicOfficial }
  const subject = `complimentary:${requestId}`
  const { rules, version } = await cardRules(tx)
  if (asked.isPublicOfficial && !rules.giveToPublicOfficials) {
    const details = { ...facts, policyVersion: version }
    await audit(work, { action: 'complimentary.refused-by-policy', subject, details })
    return refuseAndKeep('public-official-refused')
  }
  await insertRequest(
    tx,
    {
      id: requestId,
      programme_id: asked.programmeId,
      level: level.code,
      organisation: asked.organisation.trim(),
      reason: asked.reason.trim(),
      value_fen: BigInt(asked.valueFen),
      is_public_official: asked.isPublicOfficial,
      requested_by: actor.staffId,
      requested_at: now,
    },
    sealRecipient(keys, requestId, asked.recipientName.trim()),
  )
  await audit(work, { action: 'complimentary.requested', subject, details: facts })
  return accept({ requestId })
}

type DecisionRefusal = 'complimentary-unknown' | 'same-person-approves' | 'already-decided'

/** Says yes or no, once, by somebody else than who asked. Refuses in the order of `DecisionRefusal`. */
export async function decideRequest(
  work: Work,
  { requestId, approved, note }: { requestId: string; approved: boolean; note: string },
): Promise<Result<{ requestId: string }, DecisionRefusal>> {
  const { tx, actor, now } = work
  assert(actor.kind === 'staff', 'a complimentary card is decided on by somebody of the staff')
  const request = await lockRequest(tx, requestId)
  if (!request) return refuse('complimentary-unknown')
  if (request.requested_by === actor.staffId) return refuse('same-person-approves')
  const isFirst = await insertDecision(tx, {
    request_id: requestId,
    requested_by: request.requested_by,
    approved,
    note,
    decided_by: actor.staffId,
    decided_at: now,
  })
  if (!isFirst) return refuse('already-decided')
  const action = approved ? 'complimentary.approved' : 'complimentary.rejected'
  await audit(work, { action, subject: `complimentary:${requestId}` })
  return accept({ requestId })
}
