import {
  findCard,
  handOverCard,
  seeFreshCard,
  type FreshCardRefusal,
  type HandOverRefusal,
} from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { CardShown } from './enrolment-schema.ts'

/** In the order in which giving a card afterwards refuses. */
export const LATE_CARD_REFUSALS = [
  'enrolment-unknown',
  'enrolment-has-card',
  'reading-expired',
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-unknown',
  'card-not-ready',
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'cards-unverified',
] as const

/** Gives a card to somebody who was enrolled without one, from wherever it lies by the books. */
export async function giveLateCard(
  work: Work,
  keys: KeyService,
  { enrolmentId, card }: { enrolmentId: string; card: CardShown },
): Promise<
  Result<
    { cardNumber: string },
    'enrolment-unknown' | 'enrolment-has-card' | 'reading-expired' | FreshCardRefusal | HandOverRefusal
  >
> {
  if (card.kind === 'reading') return refuse('reading-expired') // readings are for the booth that they were made at
  const fresh = await seeFreshCard(work, keys, card)
  if (!fresh.ok) return fresh
  const { cardNumber, means } = fresh.value
  const enrolment = await work.tx
    .selectFrom('enrolments')
    .select(['member_id', 'outcome', 'card_number'])
    .where('id', '=', enrolmentId)
    .forUpdate()
    .executeTakeFirst()
  if (!enrolment) return refuse('enrolment-unknown')
  if (enrolment.card_number !== null) return refuse('enrolment-has-card')
  const placeId = (await findCard(work.tx, cardNumber))?.placeId ?? null
  const given = await handOverCard(work, {
    cardNumber,
    placeId,
    memberId: enrolment.member_id,
    sharesBalance: enrolment.outcome === 'new-member',
  })
  if (!given.ok) return given
  await work.tx
    .updateTable('enrolments')
    .set({ card_number: cardNumber, handed_by_means: means })
    .where('id', '=', enrolmentId)
    .execute()
  await audit(work, {
    action: 'enrolment.card-given',
    subject: `enrolment:${enrolmentId}`,
    details: { cardNumber },
  })
  return accept({ cardNumber })
}
