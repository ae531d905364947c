import type { NewLetters } from '../../api/letters.ts'

/** A letter as somebody types it; the address a line each. */
export interface LetterDraft {
  id: string
  cardNumber: string
  name: string
  address: string
}

export const MOST_LINES = 5
export const LINE_LENGTH = 36

export const newDraft = (known: Partial<Omit<LetterDraft, 'id'>> = {}): LetterDraft => ({
  id: crypto.randomUUID(),
  cardNumber: '',
  name: '',
  address: '',
  ...known,
})

const digitsOf = (typed: string): string => typed.replaceAll(/\s/g, '')
const linesOf = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const isCardNumber = (typed: string): boolean => /^9156\d{12}$/.test(digitsOf(typed))

export function isAddress(typed: string): boolean {
  const lines = linesOf(typed)
  return lines.length > 0 && lines.length <= MOST_LINES && lines.every((line) => line.length <= LINE_LENGTH)
}

export const isWhole = ({ cardNumber, name, address }: LetterDraft): boolean =>
  isCardNumber(cardNumber) && name.trim() !== '' && isAddress(address)

export const asLetter = ({ cardNumber, name, address }: LetterDraft): NewLetters['letters'][number] => ({
  cardNumber: digitsOf(cardNumber),
  name: name.trim(),
  address: linesOf(address),
})
