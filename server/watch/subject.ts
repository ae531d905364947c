import type { Scope } from './watches.ts'

/** Whom or what a watch speaks of, by the key under which facts were counted. */
export interface Of {
  member_id: string | null
  till_id: string | null
  cashier: string | null
  counter_id: string | null
  gift_id: string | null
  staff_id: string | null
}

const NOBODY: Of = {
  member_id: null,
  till_id: null,
  cashier: null,
  counter_id: null,
  gift_id: null,
  staff_id: null,
}

export function subjectOf(scope: Scope, key: string): Of {
  const [id = '', ...rest] = key.split('/')
  const other = rest.length > 0 ? rest.join('/') : null
  switch (scope) {
    case 'member':
      return { ...NOBODY, member_id: id }
    case 'desk':
      return { ...NOBODY, till_id: id, cashier: other }
    case 'counter':
      return { ...NOBODY, counter_id: id }
    case 'gift':
      return { ...NOBODY, gift_id: id }
    case 'handing':
      return { ...NOBODY, gift_id: id, staff_id: other }
  }
}
