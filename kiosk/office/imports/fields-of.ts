import type { Field, ImportKind, ImportOptions } from '../../api/imports.ts'

/** What a file of each kind can say, in the order of the form. */
export const fieldsOf: Record<ImportKind, readonly Field[]> = {
  members: ['customer', 'phone', 'name', 'level', 'points'],
  purchases: ['customer', 'phone', 'date', 'amount', 'receipt', 'items', 'counter'],
}

/** What the server would refuse about the columns. */
export function missingFrom(kind: ImportKind, { columns }: ImportOptions): 'missing' | 'twice' | undefined {
  const isPersonNamed = columns.customer !== undefined || columns.phone !== undefined
  const isSaleNamed = kind === 'members' || (columns.date !== undefined && columns.amount !== undefined)
  if (!isPersonNamed || !isSaleNamed) return 'missing'
  const used = Object.values(columns)
  return new Set(used).size < used.length ? 'twice' : undefined
}
