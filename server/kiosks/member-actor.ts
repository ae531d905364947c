import type { FastifyRequest } from 'fastify'
import { assert } from '../platform/errors.ts'
import type { MemberAtKiosk } from './proof.ts'

/** Who stands at the kiosk, where the routes let nobody else in. */
export function memberActor({ actor }: Pick<FastifyRequest, 'actor'>): MemberAtKiosk {
  assert(actor.kind === 'member', 'a member route has a member')
  return actor
}
