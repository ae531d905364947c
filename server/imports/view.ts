import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { faultWords } from './faults.ts'
import { openFile } from './file-pieces.ts'
import { guessOptions } from './guessing.ts'
import { findImport, listFaults, listImports, nameOf, type ImportRow } from './queries.ts'
import { importRefusals } from './refusals.ts'
import type { Fault, Head, Import } from './schema.ts'
import { headOf } from './source.ts'
import type { Static } from 'typebox'

const HEAD_ROWS = 20
const FAULTS_AT_ONCE = 200
const SHOWN_CELL = 80

const FAILED = {
  zh: '处理时出错，没有写入这一批。可以继续；若再次出错请联系维护人员。',
  en: 'Something went wrong and this batch was not written. You can go on; if it happens again ask whoever keeps the system.',
}

const troubleWords = (code: string) => {
  const known = Object.entries(importRefusals).find(([reason]) => reason === code)?.[1]
  return known ? { zh: known.zh, en: known.en } : FAILED
}

const asImport = (row: ImportRow, startedBy: string): Import => {
  const perMs = row.worked_ms > 0n ? row.rows_done / Number(row.worked_ms) : undefined
  const total = row.rows_total ?? likelyRows(row)
  const isUnderWay = row.state === 'checking' || row.state === 'running'
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    fileBytes: Number(row.file_bytes),
    receivedBytes: Number(row.received_bytes),
    state: row.state,
    form: row.form,
    options: row.options,
    rowsTotal: total ?? null,
    rowsDone: row.rows_done,
    rowsGood: row.rows_good,
    rowsDouble: row.rows_double,
    rowsWrong: row.rows_wrong,
    membersAdded: row.members_added,
    pointsGiven: Number(row.points_given),
    pointsAsked: Number(row.points_asked),
    rowsPerSecond: perMs === undefined ? null : Math.round(perMs * 1_000),
    secondsLeft:
      isUnderWay && perMs && total !== undefined ? Math.ceil((total - row.rows_done) / perMs / 1_000) : null,
    trouble: row.trouble === null ? null : troubleWords(row.trouble),
    hasFile: row.sealed_key !== null,
    startedBy,
    startedAt: row.started_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  }
}

/** By how far the file was read. */
const likelyRows = ({
  rows_done: done,
  bytes_done: read,
  file_bytes: bytes,
}: ImportRow): number | undefined =>
  read === 0n ? undefined : Math.round((done * Number(bytes)) / Number(read))

export const describeImports = async (db: Db): Promise<Import[]> =>
  (await listImports(db)).map((row) => asImport(row, row.started_by_name))

/** Refuses with `import-unknown`. */
export async function describeImport(db: Db, importId: string): Promise<Result<Import, 'import-unknown'>> {
  const row = await findImport(db, importId)
  if (!row) return refuse('import-unknown')
  return accept(asImport(row, await nameOf(db, row.started_by)))
}

/** The first rows, and what they seem to be. Refuses with `import-unknown`, `import-file-gone`. */
export async function readHead(
  db: Db,
  keys: KeyService,
  importId: string,
): Promise<Result<Head, 'import-unknown' | 'import-file-gone'>> {
  const row = await findImport(db, importId)
  if (!row) return refuse('import-unknown')
  if (!row.form || !row.sealed_key) return refuse('import-file-gone')
  const file = openFile(db, keys, { importId, sealedKey: row.sealed_key, bytes: Number(row.file_bytes) })
  const rows = await headOf(file, row.form, HEAD_ROWS)
  return accept({
    rows: rows.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.slice(0, SHOWN_CELL)) })),
    guess: guessOptions(row.kind, rows),
  })
}

/** Some of the rows that are not taken, from a line on. Refuses with `import-unknown`. */
export async function readFaults(
  db: Db,
  { importId, after }: { importId: string; after: number },
): Promise<Result<Static<typeof Fault>[], 'import-unknown'>> {
  if (!(await findImport(db, importId))) return refuse('import-unknown')
  const faults = await listFaults(db, importId, { after, limit: FAULTS_AT_ONCE })
  return accept(faults.map((fault) => ({ ...fault, words: faultWords(fault.fault) })))
}
