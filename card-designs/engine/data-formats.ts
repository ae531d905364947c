import type { Language } from './design-elements.ts'

/** Turns a field's value into what is printed; undefined where the value is none that the format knows. */
type Format = (value: string, language: Language) => string | undefined

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

const whole = (value: string): string | undefined =>
  /^-?\d{1,30}$/.test(value) ? value.replace(/\d+/, (digits) => groupThousands(digits)) : undefined

function dateParts(value: string): { year: string; month: string; day: string } | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  const date = new Date(`${value}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day) ? undefined : { year, month, day }
}

const onDate =
  (write: (parts: { year: string; month: string; day: string }, language: Language) => string): Format =>
  (value, language) => {
    const parts = dateParts(value)
    return parts && write(parts, language)
  }

/** What may follow a field's name in `{{field:format}}`. Dates are `YYYY-MM-DD`, amounts whole fen. */
export const formats = {
  groups: (value) => value.replace(/(.{4})(?=.)/g, '$1 '),
  spaced: (value) => value.replace(/(.{3})(?=.)/g, '$1 '),
  upper: (value) => value.toUpperCase(),
  number: whole,
  money: (value) => {
    const [, sign = '', yuan = '', fen] = /^(-?)0*(\d{0,28}?)(\d{1,2})$/.exec(value) ?? []
    return fen === undefined ? undefined : `${sign}${groupThousands(yuan || '0')}.${fen.padStart(2, '0')}`
  },
  date: onDate(({ year, month, day }, language) =>
    language === 'en'
      ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
      : `${year}年${Number(month)}月${Number(day)}日`,
  ),
  day: onDate(({ year, month, day }) => `${year}.${month}.${day}`),
  month: onDate(({ year, month }) => `${month}/${year.slice(2)}`),
  /** All but the last four characters hidden. */
  mask: (value) => value.replace(/[^\s](?=(?:\s*[^\s]){4})/gu, '*'),
  /** The first character of a name, the others hidden. */
  initial: (value) => Array.from(value, (sign, i) => (i === 0 || sign === ' ' ? sign : '*')).join(''),
} as const satisfies Readonly<Record<string, Format>>

export const formatNames = Object.keys(formats)

export const findFormat = (name: string): Format | undefined =>
  Object.hasOwn(formats, name) ? formats[name as keyof typeof formats] : undefined
