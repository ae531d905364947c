import type { Db, Tx } from '../platform/database.ts'
import type { ImportTable } from './table.ts'
import type { Selectable } from 'kysely'

const IMPORT = [
  'id',
  'kind',
  'file_name',
  'file_bytes',
  'received_bytes',
  'file_hash',
  'form',
  'options',
  'sealed_key',
  'state',
  'till_id',
  'rows_total',
  'rows_done',
  'bytes_done',
  'rows_good',
  'rows_double',
  'rows_wrong',
  'members_added',
  'points_given',
  'levels_after',
  'worked_ms',
  'trouble',
  'checked_by',
  'points_asked',
  'started_by',
  'started_at',
  'changed_at',
] as const

export type ImportRow = Pick<Selectable<ImportTable>, (typeof IMPORT)[number]>

export const findImport = (db: Db | Tx, importId: string): Promise<ImportRow | undefined> =>
  db.selectFrom('imports').select(IMPORT).where('id', '=', importId).executeTakeFirst()

/** Held to the transaction's end: nobody moves it meanwhile. */
export const lockImport = (tx: Tx, importId: string): Promise<ImportRow | undefined> =>
  tx.selectFrom('imports').select(IMPORT).where('id', '=', importId).forUpdate().executeTakeFirst()

/** Newest first; those that were thrown away before anything came of them are left out. */
export const listImports = (db: Db): Promise<(ImportRow & { started_by_name: string })[]> =>
  db
    .selectFrom('imports')
    .innerJoin('staff', 'staff.id', 'imports.started_by')
    .select(IMPORT.map((column) => `imports.${column}` as const))
    .select('staff.display_name as started_by_name')
    .where('imports.state', '<>', 'discarded')
    .orderBy('imports.started_at', 'desc')
    .limit(100)
    .execute()

export const nameOf = async (db: Db | Tx, staffId: string): Promise<string> =>
  (await db.selectFrom('staff').select('display_name').where('id', '=', staffId).executeTakeFirst())
    ?.display_name ?? ''

/** Of so many at once, faults after a line. */
export const listFaults = (db: Db, importId: string, { after, limit }: { after: number; limit: number }) =>
  db
    .selectFrom('import_faults')
    .select(['line', 'field', 'fault'])
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .orderBy('line')
    .limit(limit)
    .execute()

export async function forgetFaults(tx: Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_faults').where('import_id', '=', importId).execute()
}
