import { findFormat } from './data-formats.ts'
import type { Condition, Language } from './design-elements.ts'
import { DesignError } from './design-error.ts'

/** What one card carries; designs name these fields as `{{cardNumber}}` or, with a format, `{{cardNumber:groups}}`. */
export interface CardData {
  /** 16 digits. */
  readonly cardNumber: string
  /** The signed text of the QR symbol. */
  readonly qr: string
  /** Six characters that prove, online, whoever holds the card in hand. */
  readonly securityCode: string
  readonly memberName?: string | undefined
  /** `YYYY-MM-DD`. */
  readonly validThrough?: string | undefined
  /** The card's own language; Chinese where it says none. */
  readonly language?: Language | undefined
  /** Whatever else a design binds: `faceValue`, `department`; pictures as `data:` addresses. */
  readonly [field: string]: string | undefined
}

const placeholder = /\{\{(\w+)(?::(\w+))?\}\}/g

export const isBound = (template: string): boolean => template.search(placeholder) >= 0

/** The fields that a template names, with their formats. */
export const bindingsOf = (template: string): Binding[] =>
  [...template.matchAll(placeholder)].map(([, field = '', format]) => ({ field, format }))

export const languageOf = (data: CardData): Language => (data.language === 'en' ? 'en' : 'zh-CN')

/** Fills a template; throws `data-missing`, `data-invalid` or `format-unknown` rather than leaving a place empty. */
export function bind(template: string, data: CardData, element: string): string {
  let text = ''
  for (const part of partsOf(template)) text += typeof part === 'string' ? part : written(part, data, element)
  return text
}

interface Binding {
  field: string
  format: string | undefined
}

const MOST_TEMPLATES = 1_000
const known = new Map<string, readonly (string | Binding)[]>()

/** A template as what stands in it and what it names, in turn. */
function partsOf(template: string): readonly (string | Binding)[] {
  let parts = known.get(template)
  if (!parts) {
    const bindings = bindingsOf(template)
    const between = template.split(/\{\{\w+(?::\w+)?\}\}/)
    parts = between.flatMap((text, i) => [text, ...bindings.slice(i, i + 1)])
    if (known.size >= MOST_TEMPLATES) known.clear()
    known.set(template, parts)
  }
  return parts
}

function written({ field, format }: Binding, data: CardData, element: string): string {
  const value = valueOf(data, field)
  if (value === undefined) throw new DesignError('data-missing', `The card has no “${field}”.`, element)
  if (format === undefined) return value
  const apply = findFormat(format)
  if (!apply) throw new DesignError('format-unknown', `There is no format “${format}”.`, element)
  const text = apply(value, languageOf(data))
  if (text === undefined)
    throw new DesignError('data-invalid', `“${field}” cannot be written as ${format}.`, element)
  return text
}

/** A field's text; undefined where the card has none, or an empty one. */
export function valueOf(data: CardData, field: string): string | undefined {
  const value: unknown = Object.hasOwn(data, field) ? data[field] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const holds = (conditions: readonly Condition[] | undefined, data: CardData): boolean =>
  conditions === undefined ||
  conditions.every((condition) => holdsOne(condition, valueOf(data, condition.field)))

function holdsOne(condition: Condition, value: string | undefined): boolean {
  switch (condition.is) {
    case 'present':
      return value !== undefined
    case 'absent':
      return value === undefined
    case 'one-of':
      return value !== undefined && condition.values.includes(value)
    case 'none-of':
      return value === undefined || !condition.values.includes(value)
  }
}
