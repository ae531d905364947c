import { sql, type Insertable } from 'kysely'
import type { Database, Db, Tx } from '../platform/database.ts'
import type { DesignRow, NewVersionRow, VersionRow } from './table.ts'

const DESIGN = [
  'id',
  'code',
  'name_zh',
  'name_en',
  'made_by',
  'made_at',
  'archived_by',
  'archived_at',
] as const

export const findDesign = (db: Db | Tx, code: string): Promise<DesignRow | undefined> =>
  db.selectFrom('designs').select(DESIGN).where('code', '=', code).executeTakeFirst()

/** Held to the transaction's end: what becomes of a design happens one thing after another. */
export const lockDesign = (tx: Tx, code: string): Promise<DesignRow | undefined> =>
  tx.selectFrom('designs').select(DESIGN).where('code', '=', code).forUpdate().executeTakeFirst()

/** @returns false when another design has this code */
export async function insertDesign(tx: Tx, design: Insertable<Database['designs']>): Promise<boolean> {
  const row = await tx
    .insertInto('designs')
    .values(design)
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const VERSION = [
  'design_id',
  'number',
  'revision',
  'document',
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

export const findVersion = (db: Db | Tx, designId: string, number: number): Promise<VersionRow | undefined> =>
  db
    .selectFrom('design_versions')
    .select(VERSION)
    .where('design_id', '=', designId)
    .where('number', '=', number)
    .executeTakeFirst()

export const newestVersion = (tx: Tx, designId: string): Promise<VersionRow | undefined> =>
  tx
    .selectFrom('design_versions')
    .select(VERSION)
    .where('design_id', '=', designId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function insertVersion(tx: Tx, version: NewVersionRow): Promise<void> {
  await tx.insertInto('design_versions').values(version).execute()
}

/** Writes over a draft and nothing else. */
export async function updateDraft(
  tx: Tx,
  {
    designId,
    number,
    document,
    note,
    savedBy,
    now,
  }: {
    designId: string
    number: number
    document: string
    note: string | undefined
    savedBy: string
    now: Date
  },
): Promise<number | undefined> {
  const row = await tx
    .updateTable('design_versions')
    .set({
      document,
      revision: sql<number>`revision + 1`,
      saved_by: savedBy,
      saved_at: now,
      authors: sql<
        string[]
      >`CASE WHEN ${savedBy}::uuid = ANY (authors) THEN authors ELSE authors || ${savedBy}::uuid END`,
      ...(note === undefined ? {} : { note }),
    })
    .where('design_id', '=', designId)
    .where('number', '=', number)
    .where('state', '=', 'draft')
    .returning('revision')
    .executeTakeFirst()
  return row?.revision
}

export type VersionSet = Partial<
  Pick<VersionRow, 'note' | 'submitted_by' | 'submitted_at' | 'decided_by' | 'decided_at' | 'decision_reason'>
>

/** Moves a version from its state to the next; the database refuses a move that is none. */
export async function moveVersion(
  tx: Tx,
  { design_id: designId, number, state }: Pick<VersionRow, 'design_id' | 'number' | 'state'>,
  { to, set }: { to: VersionRow['state']; set: VersionSet },
): Promise<void> {
  await tx
    .updateTable('design_versions')
    .set({ ...set, state: to, previous_state: state })
    .where('design_id', '=', designId)
    .where('number', '=', number)
    .where('state', '=', state)
    .execute()
}

/** A version as lists show it: who did what, and what was ordered with it; without its document. */
export interface VersionLine {
  code: string
  nameZh: string
  nameEn: string
  archivedBy: string | null
  archivedAt: Date | null
  number: number
  revision: number
  state: VersionRow['state']
  note: string
  authors: string[]
  author: string | null
  madeAt: Date
  savedBy: string | null
  savedAt: Date
  submittedById: string | null
  submittedBy: string | null
  submittedAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  decisionReason: string
  batches: number
}

/** All versions, of one design or of every design, newest first. */
export async function versionLines(db: Db | Tx, code?: string): Promise<VersionLine[]> {
  const result = await sql<VersionLine>`
    SELECT d.code, d.name_zh AS "nameZh", d.name_en AS "nameEn",
           archiver.display_name AS "archivedBy", d.archived_at AS "archivedAt",
           v.number, v.revision, v.state, v.note, v.authors, author.display_name AS author, v.made_at AS "madeAt",
           saver.display_name AS "savedBy", v.saved_at AS "savedAt",
           v.submitted_by AS "submittedById", submitter.display_name AS "submittedBy", v.submitted_at AS "submittedAt",
           decider.display_name AS "decidedBy", v.decided_at AS "decidedAt", v.decision_reason AS "decisionReason",
           (SELECT count(*)::int FROM batches b WHERE b.design = d.code AND b.design_version = v.number) AS batches
      FROM designs d
      JOIN design_versions v ON v.design_id = d.id
      LEFT JOIN staff archiver ON archiver.id = d.archived_by
      LEFT JOIN staff author ON author.id = v.authors[1]
      LEFT JOIN staff saver ON saver.id = v.saved_by
      LEFT JOIN staff submitter ON submitter.id = v.submitted_by
      LEFT JOIN staff decider ON decider.id = v.decided_by
     ${code === undefined ? sql`` : sql`WHERE d.code = ${code}`}
     ORDER BY max(coalesce(v.decided_at, v.saved_at)) OVER (PARTITION BY d.id) DESC, d.made_at, d.code, v.number DESC`.execute(
    db,
  )
  return result.rows
}

export interface ApprovedDesign {
  code: string
  version: number
  nameZh: string
  nameEn: string
  isArchived: boolean
}

/** Every design that has an approved version, with its newest, in the order in which they were made. */
export async function approvedDesigns(db: Db | Tx, code?: string): Promise<ApprovedDesign[]> {
  const result = await sql<ApprovedDesign>`
    SELECT d.code, max(v.number) AS version, d.name_zh AS "nameZh", d.name_en AS "nameEn",
           d.archived_at IS NOT NULL AS "isArchived"
      FROM designs d
      JOIN design_versions v ON v.design_id = d.id AND v.state = 'approved'
     ${code === undefined ? sql`` : sql`WHERE d.code = ${code}`}
     GROUP BY d.id
     ORDER BY d.made_at, d.id`.execute(db)
  return result.rows
}
