import type { Person } from '../api/staff.ts'

export type Role = Person['roles'][number]

export const everybody: readonly Role[] = [
  'administrator',
  'programme-manager',
  'card-operator',
  'promoter',
  'auditor',
]
export const managers: readonly Role[] = ['administrator', 'programme-manager']
export const atBooths: readonly Role[] = [...managers, 'promoter']
export const desk: readonly Role[] = ['administrator', 'card-operator']
export const batchReaders: readonly Role[] = [...desk, 'programme-manager', 'auditor']
export const carriers: readonly Role[] = [...desk, 'programme-manager']

/** Who may do what is decided by the server; pages only leave out what it would refuse. */
export const may = (person: Pick<Person, 'roles'> | null | undefined, roles: readonly Role[]) =>
  person?.roles.some((role) => roles.includes(role)) ?? false
