import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { StoredRules } from '../programmes/index.ts'
import type { MovedMember, Replay, ReplaySummary, Result } from './schema.ts'
import type { Direction, Moved } from './table.ts'

export interface NewReplayRow {
  id: string
  programmeId: string
  draftNumber: number
  draftRevision: number
  rules: StoredRules
  todayVersion: number
  from: string
  until: string
  askedBy: string
  now: Date
}

/** @returns false when another one of the programme is open */
export async function insertReplay(tx: Tx, row: NewReplayRow): Promise<boolean> {
  const inserted = await tx
    .insertInto('replays')
    .values({
      id: row.id,
      programme_id: row.programmeId,
      draft_number: row.draftNumber,
      draft_revision: row.draftRevision,
      draft_rules: JSON.stringify(row.rules),
      today_version: row.todayVersion,
      from_day: row.from,
      until_day: row.until,
      state: 'waiting',
      heard_at: row.now,
      asked_by: row.askedBy,
      asked_at: row.now,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

const SILENT_AFTER_MS = 30_000
/** Whoever works at it says so twice a second; after this long its server is taken for dead. */
const silentBefore = (now: Date): Date => new Date(now.getTime() - SILENT_AFTER_MS)

const summaries = (db: Db | Tx, now: Date) =>
  db
    .selectFrom('replays as r')
    .innerJoin('staff as s', 's.id', 'r.asked_by')
    .select([
      'r.id',
      'r.programme_id as programmeId',
      'r.draft_number as draftNumber',
      'r.draft_revision as draftRevision',
      'r.today_version as todayVersion',
      'r.from_day as from',
      'r.until_day as until',
      'r.state',
      'r.done',
      'r.total',
      's.display_name as askedBy',
      'r.asked_at as askedAt',
      'r.ended_at as endedAt',
    ])
    .select(
      sql<boolean>`r.state IN ('waiting', 'running') AND r.heard_at < ${silentBefore(now)}`.as('isSilent'),
    )

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number]

const asSummary = ({ askedAt, endedAt, ...row }: SummaryRow): ReplaySummary => ({
  ...row,
  askedAt: askedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
})

export async function listReplays(db: Db, programmeId: string, now: Date): Promise<ReplaySummary[]> {
  const rows = await summaries(db, now)
    .where('r.programme_id', '=', programmeId)
    .orderBy('r.asked_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(50)
    .execute()
  return rows.map(asSummary)
}

export async function findReplay(db: Db | Tx, id: string, now: Date): Promise<Replay | undefined> {
  const found = await summaries(db, now).select('r.result').where('r.id', '=', id).executeTakeFirst()
  if (!found) return undefined
  const { result, ...row } = found
  return { ...asSummary(row), result }
}

/** Some of the members listed, after a position. */
export async function readMoved(
  db: Db,
  { id, direction, after, limit }: { id: string; direction?: Direction; after: number; limit: number },
): Promise<MovedMember[]> {
  const found = await sql<MovedMember>`
    SELECT m.position, m.member_id AS "memberId", m.from_level AS "from", m.today_level AS today, m.draft_level AS draft,
           m.today_points::float8 AS "todayPoints", m.draft_points::float8 AS "draftPoints",
           (SELECT c.card_number FROM cards c WHERE c.member_id = m.member_id
             ORDER BY c.state = 'active' DESC, c.state_since DESC, c.card_number LIMIT 1) AS "cardNumber"
      FROM replay_members m
     WHERE m.replay_id = ${id} AND m.position > ${after} ${direction ? sql`AND m.direction = ${direction}` : sql``}
     ORDER BY m.position LIMIT ${limit}`.execute(db)
  return found.rows
}

/** What whoever works at it needs. */
export interface Claimed {
  id: string
  attempt: number
  programmeId: string
  from: string
  until: string
  todayVersion: number
  rules: StoredRules
}

/** Takes a replay that waits, or whose server has not been heard of; undefined where there is nothing to take. */
export async function claimReplay(tx: Tx, id: string, now: Date): Promise<Claimed | undefined> {
  const found = await sql<Claimed>`
    UPDATE replays SET state = 'running', attempt = attempt + 1, done = 0, heard_at = ${now}
     WHERE id = ${id} AND (state = 'waiting' OR (state = 'running' AND heard_at < ${silentBefore(now)}))
    RETURNING id, attempt, programme_id AS "programmeId", from_day AS "from", until_day AS until,
              today_version AS "todayVersion", draft_rules AS rules`.execute(tx)
  return found.rows[0]
}

interface Attempt {
  id: string
  attempt: number
}

/** @returns false when it was cancelled, or another server has taken it */
export async function beat(
  tx: Tx,
  { id, attempt, done, total, now }: Attempt & { done: number; total: number; now: Date },
): Promise<boolean> {
  const kept = await tx
    .updateTable('replays')
    .set({ done, total, heard_at: now })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempt', '=', attempt)
    .executeTakeFirst()
  return kept.numUpdatedRows === 1n
}

/** @returns false when it was cancelled, or another server has taken it: nothing is written then */
export async function endReplay(
  tx: Tx,
  {
    id,
    attempt,
    now,
    ...ended
  }: Attempt & { now: Date } & (
      { state: 'done'; result: Result; moved: readonly Moved[] } | { state: 'failed' }
    ),
): Promise<boolean> {
  const kept = await tx
    .updateTable('replays')
    .set({
      state: ended.state,
      ended_at: now,
      heard_at: now,
      ...(ended.state === 'done'
        ? { result: JSON.stringify(ended.result), done: ended.result.members, total: ended.result.members }
        : {}),
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempt', '=', attempt)
    .executeTakeFirst()
  if (kept.numUpdatedRows !== 1n) return false
  if (ended.state === 'done' && ended.moved.length > 0) await insertMoved(tx, id, ended.moved)
  return true
}

async function insertMoved(tx: Tx, id: string, moved: readonly Moved[]): Promise<void> {
  await sql`
    INSERT INTO replay_members (replay_id, position, member_id, direction, from_level, today_level, draft_level,
                                today_points, draft_points)
    SELECT ${id}, m.position, m."memberId", m.direction, m."from", m.today, m.draft, m."todayPoints", m."draftPoints"
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
             AS ("memberId" uuid, direction text, "from" text, today text, draft text,
                 "todayPoints" bigint, "draftPoints" bigint)) WITH ORDINALITY
           AS m ("memberId", direction, "from", today, draft, "todayPoints", "draftPoints", position)`.execute(
    tx,
  )
}

/** Lets another server take it: this one is being stopped. */
export async function letGo(tx: Tx, { id, attempt }: Attempt): Promise<void> {
  await tx
    .updateTable('replays')
    .set({ state: 'waiting' })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempt', '=', attempt)
    .execute()
}

/** @returns false when it had ended */
export async function cancelOpen(tx: Tx, id: string, now: Date): Promise<boolean> {
  const kept = await tx
    .updateTable('replays')
    .set({ state: 'cancelled', ended_at: now })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst()
  return kept.numUpdatedRows === 1n
}

/** Those that nobody works at. */
export async function silentReplays(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('replays')
    .select('id')
    .where('state', 'in', ['waiting', 'running'])
    .where('heard_at', '<', silentBefore(now))
    .execute()
  return rows.map(({ id }) => id)
}
