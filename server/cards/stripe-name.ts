import { pinyin } from 'pinyin-pro'

/** ISO/IEC 7813: the name on track 1 has 2 to 26 characters. */
const LONGEST_NAME = 26
/** ISO/IEC 7813: a stripe without a name has a space and the surname separator. */
const NO_NAME = ' /'

/**
 * A name as track 1 can hold it: Chinese as pinyin without tones, letters without accents, capitals, and what is left out
 * of the set becomes a space; shortened at a word where it can be. A name of nothing that track 1 knows gives none: the
 * number stands alone.
 */
export function stripeName(name: string): string {
  const words = romanised(name)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9.-]+/g, ' ')
    .trim()
    .split(' ')
  const short = shortened(words)
  return short.length < NO_NAME.length ? NO_NAME : short
}

/** ü is V where no dots can be written (GB/T 28039); everything but Chinese characters stays as it is. */
const romanised = (name: string): string =>
  pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).join(' ')

/** As many whole words as fit; a first word that is too long alone is cut. */
function shortened(words: readonly string[]): string {
  let text = ''
  for (const word of words) {
    const longer = text === '' ? word : `${text} ${word}`
    if (longer.length > LONGEST_NAME) break
    text = longer
  }
  return text === '' ? (words[0] ?? '').slice(0, LONGEST_NAME) : text
}

/** Digits of one character on track 3: its place in Unicode, of which private ones alone have more. */
const DIGITS = 6
/** What track 3 has room for beside number and MAC. */
const MOST_CHARACTERS = 12

/** A name in any script as track 3 can hold it: six digits a character (its place in Unicode), shortened. */
export const nameInDigits = (name: string): string =>
  Array.from(name.normalize('NFC'), (character) => String(character.codePointAt(0)).padStart(DIGITS, '0'))
    .filter((digits) => digits.length === DIGITS)
    .slice(0, MOST_CHARACTERS)
    .join('')

/** The name that was written so; undefined when the digits are none. */
export function nameFromDigits(digits: string): string | undefined {
  const places = digits.match(/[0-9]{6}/g) ?? []
  const name = String.fromCodePoint(...places.map(Number))
  return nameInDigits(name) === digits ? name : undefined
}
