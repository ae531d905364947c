import { currentProgramme } from '../programmes/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { LabelLanguage } from './label.ts'
import { findCardToLabel } from './queries.ts'

export interface LetterTo {
  cardNumber: string
  language: LabelLanguage
  name: string
  /** At most five lines below the name. */
  address: readonly string[]
  now: Date
}

/**
 * A letter that carries a card, with a place to glue it on. The address is printed and kept nowhere.
 * Refuses with `card-unknown`.
 */
export async function cardLetter(db: Db, to: LetterTo): Promise<Result<Uint8Array, 'card-unknown'>> {
  const card = await findCardToLabel(db, to.cardNumber)
  if (!card) return refuse('card-unknown')
  const programme = await currentProgramme(db)
  const { letterWithCard } = await import('../../card-designs/documents/card-letter.ts')
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const letter = letterWithCard({
    language: to.language,
    sender: programme?.name ?? '',
    name: to.name,
    address: to.address,
    lastDigits: to.cardNumber.slice(-4),
  })
  return accept(await renderDocumentPdf(letter, { createdAt: to.now }))
}
