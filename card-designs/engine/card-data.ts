import { DesignError } from './design-error.ts'

/** What one card carries; designs name these fields as `{{cardNumber}}` or, with a format, `{{cardNumber:groups}}`. */
export interface CardData {
  /** 16 digits. */
  readonly cardNumber: string
  /** The signed text of the QR symbol. */
  readonly qr: string
  /** Six characters that prove, online, whoever holds the card in hand. */
  readonly securityCode: string
  readonly memberName?: string
  readonly validThrough?: string
}

const placeholder = /\{\{(\w+)(?::(\w+))?\}\}/g

const formats: Readonly<Record<string, (value: string) => string>> = {
  groups: (value) => value.replace(/(.{4})(?=.)/g, '$1 '),
  spaced: (value) => value.replace(/(.{3})(?=.)/g, '$1 '),
  upper: (value) => value.toUpperCase(),
}

export const isBound = (template: string): boolean => template.search(placeholder) >= 0

/** Fills a template; throws `data-missing` or `format-unknown` rather than leaving a place empty. */
export function bind(template: string, data: CardData, element: string): string {
  const fields: Readonly<Record<string, unknown>> = { ...data }
  return template.replace(placeholder, (_, field: string, format: string | undefined) => {
    const value = fields[field]
    if (typeof value !== 'string' || value === '')
      throw new DesignError('data-missing', `The card has no “${field}”.`, element)
    if (format === undefined) return value
    const apply = formats[format]
    if (!apply) throw new DesignError('format-unknown', `There is no format “${format}”.`, element)
    return apply(value)
  })
}
