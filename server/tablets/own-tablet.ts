import type { Actor } from '../platform/actor.ts'
import { assert, RefusedError } from '../platform/errors.ts'

/** @returns the id of the tablet that asks, for its own things only */
export function ownTablet({ actor, params }: { actor: Actor; params: { tabletId: string } }): string {
  assert(actor.kind === 'tablet', 'the routes let nobody but tablets in')
  if (actor.tabletId !== params.tabletId) throw new RefusedError({ ok: false, reason: 'not-allowed' })
  return actor.tabletId
}
