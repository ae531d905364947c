import { bindingsOf } from '../../card-designs/engine/card-data.ts'
import { languages } from '../../card-designs/engine/design-elements.ts'
import { elementsWithin, sides, type Design } from '../../card-designs/engine/design.ts'
import { templateOf } from '../../card-designs/engine/layout.ts'
import { MEMBER_FIELDS } from '../members/index.ts'
import type { CardField } from './card-words-schema.ts'

const OF_THE_CARD = ['cardNumber', 'qr', 'securityCode']
const OF_MEMBERS: readonly string[] = MEMBER_FIELDS

/**
 * The fields of a design that somebody must write. A holder's name is one of them only beside others, as on a badge: on a
 * member's card it comes from the member.
 */
export function fieldsToWrite(design: Design): CardField[] {
  const bound = new Map<string, string | undefined>()
  for (const side of sides)
    for (const element of elementsWithin(design[side].elements))
      for (const language of languages)
        for (const { field, format } of bindingsOf(templateOf(element, language)))
          if (!bound.get(field)) bound.set(field, format)
  for (const field of OF_THE_CARD) bound.delete(field)
  const isWritten = [...bound.keys()].some((field) => !OF_MEMBERS.includes(field))
  if (!isWritten) return []
  return [...bound]
    .filter(([field]) => field === 'memberName' || !OF_MEMBERS.includes(field))
    .map(([field, format]) => ({ field, format: format ?? null }))
}
