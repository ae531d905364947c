import { currentProgramme } from '../programmes/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findCardToLabel } from './queries.ts'
import type { NewLetters } from './schema.ts'

/**
 * Letters that carry a card each, with a place to glue it on, in the order given. The addresses are printed and kept
 * nowhere. Refuses with `card-unknown`.
 */
export async function cardLetters(
  db: Db,
  { language, letters, now }: NewLetters & { now: Date },
): Promise<Result<Uint8Array, 'card-unknown'>> {
  const programme = await currentProgramme(db)
  for (const { cardNumber } of letters)
    if (!(await findCardToLabel(db, cardNumber))) return refuse('card-unknown', { cardNumber })
  const { letterWithCard } = await import('../../card-designs/documents/card-letter.ts')
  const { renderDocumentsPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const documents = letters.map(({ cardNumber, name, address }) =>
    letterWithCard({
      language,
      sender: programme?.name ?? '',
      name,
      address,
      lastDigits: cardNumber.slice(-4),
    }),
  )
  const title = documents[0]?.title ?? ''
  return accept(await renderDocumentsPdf({ title, language }, documents, { createdAt: now }))
}
