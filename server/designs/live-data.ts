import { findCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { maskedIdentity } from '../members/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'

/**
 * What a real card would carry, to try a design with: its number and its member's masked name. Neither its code nor its
 * signed text, which prove a card. Refuses with `card-unknown`.
 */
export async function liveData(
  db: Db,
  keys: KeyService,
  cardNumber: string,
): Promise<Result<{ cardNumber: string; memberName: string | null }, 'card-unknown'>> {
  const card = await findCard(db, cardNumber)
  if (!card) return refuse('card-unknown')
  const member = card.memberId === null ? undefined : await maskedIdentity(db, keys, card.memberId)
  return accept({ cardNumber, memberName: member?.name ?? null })
}
