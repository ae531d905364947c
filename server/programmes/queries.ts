import { sql, type Updateable } from 'kysely'
import type { Database, Db, Tx } from '../platform/database.ts'
import type { DraftRow, NewDraftRow, NewVersionRow, ProgrammeTable } from './table.ts'
import type { Programme } from './schema.ts'

const PROGRAMME = ['id', 'number', 'name', 'preset', 'created_at'] as const

const asProgramme = (row: Pick<ProgrammeTable, (typeof PROGRAMME)[number]>): Programme => ({
  id: row.id,
  number: row.number,
  name: row.name,
  preset: row.preset,
  createdAt: row.created_at.toISOString(),
})

export async function listProgrammes(db: Db): Promise<Programme[]> {
  const rows = await db.selectFrom('programmes').select(PROGRAMME).orderBy('number').execute()
  return rows.map(asProgramme)
}

export async function findProgramme(db: Db | Tx, id: string): Promise<Programme | undefined> {
  const row = await db.selectFrom('programmes').select(PROGRAMME).where('id', '=', id).executeTakeFirst()
  return row && asProgramme(row)
}

/** Held to the transaction's end: what becomes of its rules happens one thing after another. */
export async function lockProgramme(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('programmes')
    .select('id')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** A shop runs one programme at a time: the one begun last. */
export async function currentProgramme(db: Db | Tx): Promise<Programme | undefined> {
  const row = await db
    .selectFrom('programmes')
    .select(PROGRAMME)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && asProgramme(row)
}

/** @returns false when the number is taken */
export async function insertProgramme(
  tx: Tx,
  programme: Omit<ProgrammeTable, 'next_sequence'>,
): Promise<boolean> {
  const row = await tx
    .insertInto('programmes')
    .values(programme)
    .onConflict((conflict) => conflict.column('number').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const VERSION = ['version', 'starts_at', 'rules'] as const

export const findVersion = (db: Db | Tx, programmeId: string, version: number) =>
  db
    .selectFrom('programme_versions')
    .select(VERSION)
    .where('programme_id', '=', programmeId)
    .where('version', '=', version)
    .executeTakeFirst()

/** @returns false when another version begins at the same moment */
export async function insertVersion(tx: Tx, version: NewVersionRow): Promise<boolean> {
  const row = await tx
    .insertInto('programme_versions')
    .values(version)
    .onConflict((conflict) => conflict.columns(['programme_id', 'starts_at']).doNothing())
    .returning('version')
    .executeTakeFirst()
  return row !== undefined
}

export async function lastVersionNumber(tx: Tx, programmeId: string): Promise<number> {
  const row = await tx
    .selectFrom('programme_versions')
    .select(sql<number>`max(version)`.as('last'))
    .where('programme_id', '=', programmeId)
    .executeTakeFirst()
  return row?.last ?? 0
}

/** All versions with who agreed on them, newest start first. */
export const versionLines = (db: Db, programmeId: string) =>
  db
    .selectFrom('programme_versions as v')
    .leftJoin('programme_drafts as d', (join) =>
      join.onRef('d.programme_id', '=', 'v.programme_id').onRef('d.number', '=', 'v.draft_number'),
    )
    .leftJoin('staff as submitter', 'submitter.id', 'd.submitted_by')
    .leftJoin('staff as decider', 'decider.id', 'd.decided_by')
    .select([
      'v.version',
      'v.starts_at as startsAt',
      'd.note',
      'submitter.display_name as submittedBy',
      'd.submitted_at as submittedAt',
      'decider.display_name as decidedBy',
      'd.decided_at as decidedAt',
      'd.decision_reason as aloneReason',
    ])
    .where('v.programme_id', '=', programmeId)
    .orderBy('v.starts_at', 'desc')
    .execute()

const DRAFT = [
  'programme_id',
  'number',
  'revision',
  'rules',
  'starts_at',
  'note',
  'state',
  'previous_state',
  'authors',
  'made_at',
  'saved_by',
  'saved_at',
  'submitted_by',
  'submitted_at',
  'decided_by',
  'decided_at',
  'decision_reason',
] as const

export const newestDraft = (db: Db | Tx, programmeId: string): Promise<DraftRow | undefined> =>
  db
    .selectFrom('programme_drafts')
    .select(DRAFT)
    .where('programme_id', '=', programmeId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function insertDraft(tx: Tx, draft: NewDraftRow): Promise<void> {
  await tx.insertInto('programme_drafts').values(draft).execute()
}

export async function updateDraft(
  tx: Tx,
  { programme_id: programmeId, number }: Pick<DraftRow, 'programme_id' | 'number'>,
  set: Updateable<Database['programme_drafts']>,
): Promise<void> {
  await tx
    .updateTable('programme_drafts')
    .set(set)
    .where('programme_id', '=', programmeId)
    .where('number', '=', number)
    .execute()
}

/** Display names by id. */
export async function namesOf(
  db: Db | Tx,
  staffIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const ids = staffIds.filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('staff').select(['id', 'display_name']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.display_name]))
}

/** Whether a member of the programme has a level. */
export async function isLevelHeld(tx: Tx, programmeId: string, level: string): Promise<boolean> {
  const row = await tx
    .selectFrom('members')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('level', '=', level)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
