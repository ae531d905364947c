import { Type, type Static } from 'typebox'
import { Id, Moment, orNull, Points } from '../platform/schema.ts'

export const MemberParams = Type.Object({ memberId: Id })

/** One friend; `purchaseId` is the purchase that paid for it, null while none has. */
const Introduction = Type.Object({
  memberId: Id,
  introducedAt: Moment,
  purchaseId: orNull(Id),
  points: Points,
})

/** Who brought a member, and whom the member has brought, newest first; the points are the member's own. */
export const Introductions = Type.Object({
  broughtBy: orNull(Introduction),
  brought: Type.Array(Introduction),
})
export type Introductions = Static<typeof Introductions>
