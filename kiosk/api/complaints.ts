import type { Static } from 'typebox'
import type * as schema from '../../server/complaints/schema.ts'
import { read, write } from './route.ts'

export type Complaint = schema.Complaint
export type NewComplaint = schema.NewComplaint
type ComplaintId = Static<typeof schema.ComplaintId>

export const getComplaints = read<Static<typeof schema.Complaints>>()('/api/v1/members/:memberId/complaints')
export const noteComplaint = write<NewComplaint, ComplaintId>()(
  'POST',
  '/api/v1/members/:memberId/complaints',
)
export const answerComplaint = write<{ text: string }, ComplaintId>()(
  'POST',
  '/api/v1/members/:memberId/complaints/:complaintId/answer',
)
