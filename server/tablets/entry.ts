import { Value } from 'typebox/value'
import { Entry } from './entry-schema.ts'
import type { SignedText } from './schema.ts'
import { isSigned, sha256hex } from './signature.ts'

/** A text as it came, with what can be said of it before it is judged. */
export interface ReadEntry extends SignedText {
  hash: string
  /** by the tablet that sends it, and it says so itself */
  isGenuine: boolean
  number: number | undefined
  previous: string | undefined
  /** undefined where it is no entry of a kind that we know */
  entry: Entry | undefined
}

export function readEntry(
  tablet: { id: string; public_key: Uint8Array },
  { text, signature }: SignedText,
): ReadEntry {
  const said = parse(text)
  const { tabletId, number, previous } = said
  return {
    text,
    signature,
    hash: sha256hex(text),
    isGenuine: tabletId === tablet.id && isSigned(tablet.public_key, text, signature),
    number: isPlace(number) ? number : undefined,
    previous: typeof previous === 'string' ? previous : undefined,
    entry: Value.Check(Entry, said) && isStorable(said.madeAt) ? said : undefined,
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null ? { ...said } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** Whether a chain can have a place of this number: what is beyond it would be refused by the database. */
const isPlace = (number: unknown): number is number => Value.Check(Entry.properties.number, number)

const isStorable = (moment: string): boolean => {
  const year = new Date(moment).getUTCFullYear()
  return year >= 2000 && year < 2200
}
