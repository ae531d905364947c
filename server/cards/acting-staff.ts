import type { Actor } from '../platform/actor.ts'
import { assert } from '../platform/errors.ts'

/** @returns who of the staff acts; the routes let nobody else in */
export function staffOf(actor: Actor): string {
  assert(actor.kind === 'staff', 'only staff make, count and carry cards')
  return actor.staffId
}
