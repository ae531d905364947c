import { handOverCard, seeFreshCard, type FreshCardRefusal, type HandOverRefusal } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { findConsentText, findOrAddMember, normalisePhone, recordConsent } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findDecision, findRecipient, insertHandover, lockRequest } from './queries.ts'
import { openRecipient } from './recipient.ts'
import type { HandOver } from './schema.ts'

export const HAND_OVER_REFUSALS = [
  'complimentary-unknown',
  'not-approved',
  'phone-invalid',
  'consent-unknown',
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-other-level',
  'card-unknown',
  'card-not-ready',
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'cards-unverified',
  'already-handed-over',
] as const
type Refusals = (typeof HAND_OVER_REFUSALS)[number] | FreshCardRefusal | HandOverRefusal

interface Given {
  requestId: string
  cardNumber: string
  outcome: 'new-member' | 'known-member'
}

/**
 * Hands an approved card over: its recipient becomes a member at the level by invitation, with a signed consent. A phone
 * that a member has gets no second member; the card then shows nothing until they have proven it. Refuses in the order
 * of `HAND_OVER_REFUSALS`. Locks the request, then card, member.
 */
export async function handOverComplimentary(
  work: Work,
  keys: KeyService,
  { requestId, ...given }: HandOver & { requestId: string },
): Promise<Result<Given, Refusals>> {
  const { tx, actor, now } = work
  assert(actor.kind === 'staff', 'a card is handed over by somebody of the staff')
  const request = await lockRequest(tx, requestId)
  if (!request) return refuse('complimentary-unknown')
  const recipient = await findRecipient(tx, requestId)
  if (!(await findDecision(tx, requestId))?.approved || !recipient) return refuse('not-approved')
  const phone = normalisePhone(given.phone)
  if (!phone.ok) return phone
  if (!(await findConsentText(tx, given.consentVersion))) return refuse('consent-unknown')
  const card = await seeFreshCard(work, keys, given.card)
  if (!card.ok) return card
  const { cardNumber, level, programmeId, means } = card.value
  if (level !== request.level || programmeId !== request.programme_id)
    return refuse('card-other-level', { level: request.level })

  const { memberId, isNew } = await findOrAddMember(work, keys, {
    name: openRecipient(keys, recipient),
    phone: phone.value,
    programmeId,
    level,
  })
  const handed = await handOverCard(work, {
    cardNumber,
    placeId: given.placeId,
    memberId,
    sharesBalance: isNew,
  })
  if (!handed.ok) return handed
  const signature = typeof given.signature === 'string' ? given.signature : JSON.stringify(given.signature)
  await recordConsent(work, keys, { memberId, textVersion: given.consentVersion, signature })
  const isFirst = await insertHandover(tx, {
    request_id: requestId,
    approved: true,
    member_id: memberId,
    card_number: cardNumber,
    means,
    handed_by: actor.staffId,
    handed_at: now,
  })
  if (!isFirst) return refuse('already-handed-over')
  const details = { cardNumber, memberId, means }
  await audit(work, { action: 'complimentary.handed-over', subject: `complimentary:${requestId}`, details })
  return accept({ requestId, cardNumber, outcome: isNew ? 'new-member' : 'known-member' })
}
