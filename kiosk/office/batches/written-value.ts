import type { CardField } from '../../api/cards.ts'

export type Shape = 'money' | 'date' | 'plain'

export const shapeOf = ({ format }: CardField): Shape =>
  format === 'money'
    ? 'money'
    : format === 'date' || format === 'day' || format === 'month'
      ? 'date'
      : 'plain'

/** What is sent of what somebody typed: yuan as fen, the rest as it is; undefined for what cannot be printed. */
export function writtenValue(shape: Shape, typed: string): string | undefined {
  const value = typed.trim()
  if (shape === 'plain') return value
  if (shape === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
  const [, yuan = '', fen = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(value.replaceAll(',', '')) ?? []
  return yuan === '' ? undefined : String(Number(yuan) * 100 + Number(fen.padEnd(2, '0')))
}

/** As people read it: fen as yuan. */
export const shownValue = (shape: Shape, value: string): string =>
  shape === 'money' && /^\d{1,15}$/.test(value) ? (Number(value) / 100).toFixed(2) : value
