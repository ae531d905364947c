import type { Actor } from '../platform/actor.ts'
import { assert } from '../platform/errors.ts'
import type { MemberAtKiosk } from './proof.ts'

/** Who stands at the kiosk, where the routes let nobody else in. */
export function memberActor({ actor }: { actor: Actor }): MemberAtKiosk {
  assert(actor.kind === 'member', 'a member route has a member')
  return actor
}
