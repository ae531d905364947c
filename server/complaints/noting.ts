import { open, seal, type KeyService } from '../keys/index.ts'
import { findMember, memberKey } from '../members/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { complaintsOf, insertComplaint, lockComplaint, setAnswer } from './queries.ts'
import type { Complaint, NewComplaint } from './schema.ts'

const context = (id: string, part: 'text' | 'answer'): string => `complaint-${part}:${id}`

/**
 * Notes what a member complained about: what merit counts. Its words are the member's and are sealed with their key. Refuses
 * with `member-unknown` also whoever has given no name, for whom there is no key.
 */
export async function noteComplaint(
  work: Work,
  keys: KeyService,
  { memberId, kind, text }: NewComplaint & { memberId: string },
): Promise<Result<{ complaintId: string }, 'member-unknown'>> {
  const key = await memberKey(work.tx, keys, memberId)
  if (!key) return refuse('member-unknown')
  const id = derivedId(work.id, 'complaint')
  await insertComplaint(work.tx, {
    member_id: memberId,
    id,
    kind,
    sealed_text: seal(key, Buffer.from(text.trim()), context(id, 'text')),
    noted_by: staffOf(work.actor),
    noted_at: work.now,
  })
  await audit(work, {
    action: 'complaint.noted',
    subject: `member:${memberId}`,
    details: { complaintId: id, kind },
  })
  return accept({ complaintId: id })
}

/** Writes the answer down, once. Refuses with `complaint-unknown`, `complaint-answered`. */
export async function answerComplaint(
  work: Work,
  keys: KeyService,
  { memberId, complaintId: id, text }: { memberId: string; complaintId: string; text: string },
): Promise<Result<{ complaintId: string }, 'complaint-unknown' | 'complaint-answered'>> {
  const complaint = await lockComplaint(work.tx, memberId, id)
  const key = complaint && (await memberKey(work.tx, keys, memberId))
  if (!key) return refuse('complaint-unknown')
  if (complaint.answered_at) return refuse('complaint-answered')
  await setAnswer(work.tx, {
    member_id: memberId,
    id,
    sealed_answer: seal(key, Buffer.from(text.trim()), context(id, 'answer')),
    answered_by: staffOf(work.actor),
    answered_at: work.now,
  })
  await audit(work, {
    action: 'complaint.answered',
    subject: `member:${memberId}`,
    details: { complaintId: id },
  })
  return accept({ complaintId: id })
}

/** A member's complaints with their words, newest first. Refuses with `member-unknown`. */
export async function readComplaints(
  db: Db,
  keys: KeyService,
  memberId: string,
): Promise<Result<Complaint[], 'member-unknown'>> {
  if (!(await findMember(db, memberId))) return refuse('member-unknown')
  const rows = await complaintsOf(db, memberId)
  const key = rows.length > 0 ? await memberKey(db, keys, memberId) : undefined
  if (!key) return accept([])
  const opened = (sealed: Uint8Array, where: string): string =>
    Buffer.from(open(key, sealed, where)).toString()
  const complaints = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    text: opened(row.sealed_text, context(row.id, 'text')),
    notedBy: row.noter_name,
    notedAt: row.noted_at.toISOString(),
    answer:
      row.sealed_answer && row.answered_at
        ? {
            text: opened(row.sealed_answer, context(row.id, 'answer')),
            by: row.answerer_name ?? '',
            at: row.answered_at.toISOString(),
          }
        : null,
  }))
  return accept(complaints)
}
