import { now } from '../ui/now.ts'
import { useLanguage, type Language } from './language.ts'

const timeZone = 'Asia/Shanghai'
const made = new Map<string, Formats>()

/** How numbers, money and times are written in one language; moments are read in the shop's own zone. */
export interface Formats {
  number: (value: number) => string
  /** `fen` is an integer: 100 fen are one yuan. */
  money: (fen: number) => string
  date: (moment: string | Date) => string
  /** `day` is a calendar day such as `2026-05-01`; short, with its weekday. */
  day: (day: string) => string
  time: (moment: string | Date) => string
  /** With its year where that is not this one. */
  dateTime: (moment: string | Date) => string
  percent: (share: number) => string
}

/** Formats are made once a language. */
export function formatsFor(language: Language): Formats {
  const kept = made.get(language)
  if (kept) return kept
  const formats = makeFormats(language)
  made.set(language, formats)
  return formats
}

function makeFormats(language: Language): Formats {
  const number = new Intl.NumberFormat(language)
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
  })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const date = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' })
  const day = new Intl.DateTimeFormat(language, {
    timeZone,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  })
  const time = new Intl.DateTimeFormat(language, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const short = {
    timeZone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const
  const thisYear = new Intl.DateTimeFormat(language, short)
  const otherYear = new Intl.DateTimeFormat(language, { ...short, year: 'numeric' })
  return {
    number: (value) => number.format(value),
    money: (fen) => money.format(fen / 100),
    percent: (share) => percent.format(share),
    date: (moment) => date.format(new Date(moment)),
    day: (text) => day.format(new Date(`${text}T12:00:00+08:00`)),
    time: (moment) => time.format(new Date(moment)),
    dateTime(moment) {
      const at = new Date(moment)
      return (yearOf(at) === yearOf(now()) ? thisYear : otherYear).format(at)
    },
  }
}

const years = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' })
const yearOf = (moment: Date): string => years.format(moment)

export const useFormats = (): Formats => formatsFor(useLanguage())
