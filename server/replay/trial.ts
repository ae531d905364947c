import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { draftToTry, findProgramme, TRY_REFUSALS, versionAt } from '../programmes/index.ts'
import { cancelOpen, findReplay, insertReplay, listReplays, readMoved } from './queries.ts'
import type { MovedMembers, NewReplay, Replay, ReplaySummary } from './schema.ts'
import type { Direction } from './table.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 3 * 366

export const REPLAY_JOB = 'replay'

export const BEGIN_REFUSALS = [...TRY_REFUSALS, 'replay-period', 'replay-running'] as const

/** Asks for the draft to be tried on a period's purchases. Refuses in the order of `BEGIN_REFUSALS`. */
export async function beginReplay(
  work: Work,
  jobs: Jobs,
  { programmeId, number, revision, from, until }: NewReplay & { programmeId: string },
): Promise<Result<{ id: string }, (typeof BEGIN_REFUSALS)[number]>> {
  const { tx, now } = work
  const draft = await draftToTry(tx, { programmeId, number, revision })
  if (!draft.ok) return draft
  const days = (Date.parse(until) - Date.parse(from)) / DAY_MS
  if (!(days >= 0 && days < MOST_DAYS && until <= dayOf(now))) return refuse('replay-period')
  const inForce = await versionAt(tx, programmeId, now)
  assert(inForce, 'a programme that has begun has rules')
  const id = derivedId(work.id, 'replay')
  const isFirst = await insertReplay(tx, {
    id,
    programmeId,
    draftNumber: number,
    draftRevision: revision,
    rules: draft.value,
    todayVersion: inForce.version,
    from,
    until,
    askedBy: staffOf(work.actor),
    now,
  })
  if (!isFirst) return refuse('replay-running')
  await jobs.enqueue(tx, REPLAY_JOB, { replayId: id })
  const details = { number, revision, version: inForce.version, from, until }
  await audit(work, { action: 'replay.asked', subject: `replay:${id}`, details })
  return accept({ id })
}

export const CANCEL_REFUSALS = ['replay-unknown', 'replay-not-open'] as const

/** Stops one that waits or is under way. Refuses in the order of `CANCEL_REFUSALS`. */
export async function cancelReplay(
  work: Work,
  id: string,
): Promise<Result<{ id: string }, (typeof CANCEL_REFUSALS)[number]>> {
  const { tx, now } = work
  if (!(await findReplay(tx, id, now))) return refuse('replay-unknown')
  if (!(await cancelOpen(tx, id, now))) return refuse('replay-not-open')
  await publish(work, { topic: `replay:${id}`, type: 'replay.ended', data: { state: 'cancelled' } })
  await audit(work, { action: 'replay.cancelled', subject: `replay:${id}`, details: {} })
  return accept({ id })
}

/** The last of a programme. Refuses with `programme-unknown`. */
export async function replaysOf(
  db: Db,
  programmeId: string,
  now: Date,
): Promise<Result<ReplaySummary[], 'programme-unknown'>> {
  if (!(await findProgramme(db, programmeId))) return refuse('programme-unknown')
  return accept(await listReplays(db, programmeId, now))
}

/** Refuses with `replay-unknown`. */
export async function describeReplay(
  db: Db,
  id: string,
  now: Date,
): Promise<Result<Replay, 'replay-unknown'>> {
  const found = await findReplay(db, id, now)
  return found ? accept(found) : refuse('replay-unknown')
}

/** Some of those who end higher, or lower. Refuses with `replay-unknown`. */
export async function movedBy(
  db: Db,
  { id, direction, after, now }: { id: string; direction: Direction; after: number; now: Date },
): Promise<Result<MovedMembers, 'replay-unknown'>> {
  if (!(await findReplay(db, id, now))) return refuse('replay-unknown')
  const members = await readMoved(db, { id, direction, after, limit: MEMBERS_A_PAGE + 1 })
  const page = members.slice(0, MEMBERS_A_PAGE)
  return accept({
    members: page,
    next: members.length > page.length ? (page.at(-1)?.position ?? null) : null,
  })
}

const MEMBERS_A_PAGE = 25
