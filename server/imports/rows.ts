import { normalisePhone } from '../members/index.ts'
import { minutesAfter } from '../platform/clock.ts'
import { plain, readAmount, readItems, readMoment, readPoints } from './cells.ts'
import type { FaultCode } from './faults.ts'
import type { Field, ImportKind, ImportOptions } from './schema.ts'
import type { SourceRow } from './unreadable.ts'

/** Who a row is about: the shop's own number for them, their phone, or both. */
type Person = { customer: string; phone?: string } | { customer?: never; phone: string }

export type SoundRow = { line: number; person: Person } & (
  | { kind: 'member'; name?: string; level?: string; points: bigint }
  | {
      kind: 'purchase'
      soldAt: Date
      paidFen: bigint
      receipt?: string
      items: number
      counterId: string
    }
)

export interface RowFault {
  line: number
  field: Field | null
  fault: FaultCode
}

/** What rows are read with; looked up once for a whole file. */
export interface Reading {
  kind: ImportKind
  options: ImportOptions
  isFrom1904: boolean
  now: Date
  /** level codes by code and by name in either language */
  levels: ReadonlyMap<string, string>
  /** counters' ids by name */
  counters: ReadonlyMap<string, string>
}

/** Names as people write them: of either width, any case, with blanks around. */
export const nameKey = (name: string): string => plain(name).toLowerCase()

const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/** Reads one row of the file. @returns the first thing that is wrong with it, from left to right as the form has it */
export function readRow(row: SourceRow, reading: Reading): SoundRow | RowFault {
  const { columns } = reading.options
  const fault = (field: Field | null, code: FaultCode): RowFault => ({ line: row.line, field, fault: code })
  for (const [field, column] of Object.entries(columns) as [Field, number][]) {
    const broken = row.broken?.get(column)
    if (broken) return fault(field, broken)
  }
  const cell = (field: Field): string => {
    const column = columns[field]
    return column === undefined ? '' : plain(row.cells[column] ?? '')
  }
  const person = readPerson(cell('customer'), cell('phone'))
  if ('fault' in person) return fault(person.field, person.fault)
  const start = { line: row.line, person: person.person }

  if (reading.kind === 'members') {
    const name = cell('name')
    if (Array.from(name).length > 40 || UNPRINTABLE.test(name)) return fault('name', 'name-invalid')
    const level = cell('level')
    const code = level === '' ? undefined : reading.levels.get(nameKey(level))
    if (level !== '' && code === undefined) return fault('level', 'level-unknown')
    const points = cell('points') === '' ? 0n : readPoints(cell('points'))
    if (typeof points !== 'bigint') return fault('points', points)
    return {
      ...start,
      kind: 'member',
      points,
      ...(name === '' ? {} : { name }),
      ...(code === undefined ? {} : { level: code }),
    }
  }

  if (cell('date') === '') return fault('date', 'date-missing')
  const soldAt = readMoment(cell('date'), {
    dateOrder: reading.options.dateOrder,
    isFrom1904: reading.isFrom1904,
  })
  if (!(soldAt instanceof Date)) return fault('date', soldAt)
  if (soldAt > minutesAfter(reading.now, 0)) return fault('date', 'date-in-future')
  if (cell('amount') === '') return fault('amount', 'amount-missing')
  const paidFen = readAmount(cell('amount'), reading.options.fenPerUnit)
  if (typeof paidFen !== 'bigint') return fault('amount', paidFen)
  const receipt = cell('receipt')
  if (receipt.length > 40 || UNPRINTABLE.test(receipt)) return fault('receipt', 'receipt-too-long')
  const items = cell('items') === '' ? 1 : readItems(cell('items'))
  if (typeof items !== 'number') return fault('items', items)
  const counter = cell('counter')
  const counterId = counter === '' ? reading.options.counterId : reading.counters.get(nameKey(counter))
  if (!counterId) return fault('counter', 'counter-unknown')
  return {
    ...start,
    kind: 'purchase',
    soldAt,
    paidFen,
    items,
    counterId,
    ...(receipt === '' ? {} : { receipt }),
  }
}

function readPerson(
  customer: string,
  typedPhone: string,
): { person: Person } | { field: Field; fault: FaultCode } {
  if (customer === '' && typedPhone === '') return { field: 'customer', fault: 'customer-missing' }
  if (customer.length > 80 || UNPRINTABLE.test(customer))
    return { field: 'customer', fault: 'customer-too-long' }
  if (typedPhone === '') return { person: { customer } }
  const phone = normalisePhone(typedPhone)
  if (!phone.ok) return { field: 'phone', fault: 'phone-invalid' }
  return { person: customer === '' ? { phone: phone.value } : { customer, phone: phone.value } }
}
