import { seeFreshCard, type FreshCardRefusal } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { minutesAfter } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { useReadings } from './reading-queries.ts'
import type { CardShown } from './enrolment-schema.ts'
import type { EnrolmentTable } from './table.ts'

const READING_MINUTES = 10

/** A reading is good that came in after this. */
export const readingSince = (now: Date): Date => minutesAfter(now, -READING_MINUTES)

export interface CardInHand {
  cardNumber: string
  level: string
  means: NonNullable<EnrolmentTable['handed_by_means']>
}

export type CardShownRefusal = 'reading-expired' | FreshCardRefusal

/** Finds out which card was shown at a booth. What tells of a forgery or of a stopped card is kept although it refuses. */
export async function seeCard(
  work: Work,
  keys: KeyService,
  { boothId, card }: { boothId: string; card: CardShown },
): Promise<Result<CardInHand, CardShownRefusal>> {
  if (card.kind !== 'reading') {
    const seen = await seeFreshCard(work, keys, card)
    if (!seen.ok) return seen
    const { cardNumber, level, means } = seen.value
    return accept({ cardNumber, level, means })
  }
  const { readingId } = card
  const used = await useReadings(work.tx, [
    { readingId, boothId, since: readingSince(work.now), now: work.now },
  ])
  const reading = used.get(readingId)
  if (!reading) return refuse('reading-expired')
  return accept({ cardNumber: reading.card_number, level: reading.level, means: reading.means })
}
