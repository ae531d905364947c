import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'

export const ComplaintKind = Type.Union([
  Type.Literal('service'),
  Type.Literal('goods'),
  Type.Literal('points'),
  Type.Literal('other'),
])
export type ComplaintKind = Static<typeof ComplaintKind>

export const MemberParams = Type.Object({ memberId: Id })
export const ComplaintParams = Type.Object({ memberId: Id, complaintId: Id })

export const NewComplaint = Type.Object({ kind: ComplaintKind, text: Line(500) }, closed)
export type NewComplaint = Static<typeof NewComplaint>
export const NewAnswer = Type.Object({ text: Line(500) }, closed)
export const ComplaintId = Type.Object({ complaintId: Id })

export const Complaint = Type.Object({
  id: Id,
  kind: ComplaintKind,
  text: Type.String(),
  notedBy: Type.String(),
  notedAt: Moment,
  /** null while it is open */
  answer: orNull(Type.Object({ text: Type.String(), by: Type.String(), at: Moment })),
})
export type Complaint = Static<typeof Complaint>

/** Newest first. */
export const Complaints = Type.Object({ complaints: Type.Array(Complaint) })
