import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { limitOf } from '../points/index.ts'
import { currentProgramme, findCounter } from '../programmes/index.ts'
import { secondPerson } from '../staff/index.ts'
import { throwAway } from './file-pieces.ts'
import { wakeImports } from './lease.ts'
import { forgetFaults, lockImport, type ImportRow } from './queries.ts'
import { moveToDiscarded } from './receiving.ts'
import type { ImportKind, ImportOptions, ImportState } from './schema.ts'
import { isBuiltUpon } from './undoing.ts'

type Moved<Code extends string = never> = Promise<Result<string, 'import-unknown' | 'import-moved-on' | Code>>

export const CHECK_REFUSALS = [
  'import-unknown',
  'import-moved-on',
  'import-file-gone',
  'no-programme',
  'columns-missing',
  'columns-twice',
  'counter-needed',
  'counter-unknown',
] as const

/** Begins a dry run with these columns. Refuses in the order of `CHECK_REFUSALS`. */
export async function checkImport(
  work: Work,
  jobs: Jobs,
  { importId, options }: { importId: string; options: ImportOptions },
): Promise<Result<string, (typeof CHECK_REFUSALS)[number]>> {
  const { tx, now } = work
  const row = await held(work, importId, ['received', 'checked'])
  if (!row.ok) return row
  if (!row.value.sealed_key) return refuse('import-file-gone')
  if (!(await currentProgramme(tx))) return refuse('no-programme')
  const columns = whatIsWrong(row.value.kind, options)
  if (columns) return refuse(columns)
  if (row.value.kind === 'purchases') {
    if (options.counterId === null && options.columns.counter === undefined) return refuse('counter-needed')
    if (options.counterId !== null && !(await findCounter(tx, options.counterId, now)))
      return refuse('counter-unknown')
  }
  await sql`
    UPDATE imports SET previous_state = state, state = 'checking', options = ${JSON.stringify(options)}::jsonb, rows_done = 0,
                       checked_by = ${staffOf(work.actor)}, points_asked = 0,
                       bytes_done = 0, rows_good = 0, rows_double = 0, rows_wrong = 0, worked_ms = 0, trouble = NULL,
                       worker = NULL, worker_until = NULL, changed_at = ${now}
     WHERE id = ${importId}`.execute(tx)
  await wakeImports(tx, jobs)
  return accept(importId)
}

function whatIsWrong(
  kind: ImportKind,
  { columns }: ImportOptions,
): 'columns-missing' | 'columns-twice' | undefined {
  const isPersonNamed = columns.customer !== undefined || columns.phone !== undefined
  const isSaleNamed = kind === 'members' || (columns.date !== undefined && columns.amount !== undefined)
  if (!isPersonNamed || !isSaleNamed) return 'columns-missing'
  const used = Object.values(columns)
  return new Set(used).size < used.length ? 'columns-twice' : undefined
}

export const START_REFUSALS = ['nothing-to-import', 'same-person', 'alone-needs-reason'] as const

/**
 * Begins to write, after a check that found something to write. Points above what this person may correct alone want
 * another one than who brought the file and who set its columns, or the shop's only person with a reason. Refuses in the
 * order of `START_REFUSALS` too.
 */
export async function startImport(
  work: Work,
  jobs: Jobs,
  { importId, aloneReason }: { importId: string; aloneReason?: string },
): Moved<(typeof START_REFUSALS)[number]> {
  const { tx, now } = work
  const row = await held(work, importId, ['checked'])
  if (!row.ok) return row
  if (row.value.rows_good === 0) return refuse('nothing-to-import')
  const second = await secondForPoints(work, row.value, aloneReason)
  if (!second.ok) return second
  const tillId = row.value.kind === 'purchases' ? await addTill(work, row.value) : null
  await forgetFaults(tx, importId)
  await sql`
    UPDATE imports SET previous_state = state, state = 'running', till_id = ${tillId}, rows_done = 0, bytes_done = 0,
                       rows_good = 0, rows_double = 0, rows_wrong = 0, worked_ms = 0, trouble = NULL,
                       worker = NULL, worker_until = NULL, changed_at = ${now}
     WHERE id = ${importId}`.execute(tx)
  await audit(work, {
    action: 'import.started',
    subject: `import:${importId}`,
    details: {
      kind: row.value.kind,
      rows: row.value.rows_good,
      points: row.value.options?.purchasePoints ?? 'none',
      pointsAsked: Number(row.value.points_asked),
      ...(second.value === '' ? {} : { aloneReason: second.value }),
    },
  })
  await wakeImports(tx, jobs)
  return accept(importId)
}

/** @returns why whoever is alone gives it to themself; empty where somebody else has looked, or it is within their limit */
async function secondForPoints(
  { tx, actor }: Work,
  { points_asked: points, started_by: sender, checked_by: checker }: ImportRow,
  aloneReason: string | undefined,
): Promise<Result<string, 'same-person' | 'alone-needs-reason'>> {
  if (points <= BigInt(limitOf(actor))) return accept('')
  for (const first of new Set([sender, checker ?? sender])) {
    const second = await secondPerson(tx, { first, second: staffOf(actor), aloneReason })
    if (!second.ok || second.value !== '') return second
  }
  return accept('')
}

/** History stands under a till of its own that nobody can sell with: it has a key that nobody knows, and is revoked. */
async function addTill({ tx, now }: Work, { id, file_name: fileName }: ImportRow): Promise<string> {
  const tillId = derivedId(id, 'till')
  const name = `${Array.from(fileName).slice(0, 40).join('')} ${id.slice(-6)}`
  await tx
    .insertInto('tills')
    .values({
      id: tillId,
      name,
      key_hash: createHash('sha256').update(randomBytes(32)).digest(),
      revoked_at: now,
      created_at: now,
    })
    .execute()
  return tillId
}

/** What is under way when it is told to stop is finished to the end of its thousand rows, or not written at all. */
export const pauseImport = (work: Work, importId: string): Moved =>
  move(work, { importId, from: ['running'], to: 'paused', action: 'import.paused' })

export const cancelImport = (work: Work, importId: string): Moved =>
  move(work, { importId, from: ['running', 'paused'], to: 'cancelled', action: 'import.cancelled' })

export async function resumeImport(work: Work, jobs: Jobs, importId: string): Moved<'import-file-gone'> {
  const row = await held(work, importId, ['paused'])
  if (!row.ok) return row
  if (!row.value.sealed_key) return refuse('import-file-gone')
  const moved = await move(work, { importId, from: ['paused'], to: 'running', action: 'import.resumed' })
  if (moved.ok) await wakeImports(work.tx, jobs)
  return moved
}

/** Takes a whole import back while nothing was built upon it; the undoing looks again when nobody can spend any more. */
export async function askToUndo(work: Work, jobs: Jobs, importId: string): Moved<'import-built-upon'> {
  const row = await held(work, importId, ['finished', 'cancelled'])
  if (!row.ok) return row
  if (await isBuiltUpon(work.tx, importId)) return refuse('import-built-upon')
  const moved = await move(work, {
    importId,
    from: ['finished', 'cancelled'],
    to: 'undoing',
    action: 'import.undo-asked',
  })
  if (moved.ok) await wakeImports(work.tx, jobs)
  return moved
}

/** Throws an import away that was never started. */
export async function discardImport(work: Work, importId: string): Moved {
  const row = await held(work, importId, ['receiving', 'received', 'checked'])
  if (!row.ok) return row
  await forgetFaults(work.tx, importId)
  await moveToDiscarded(work, importId)
  await audit(work, { action: 'import.discarded', subject: `import:${importId}` })
  return accept(importId)
}

/** Throws the file of an import away that is over; what was written stays, and so do the lines that were wrong. */
export async function forgetFile(work: Work, importId: string): Moved {
  const row = await held(work, importId, ['cancelled', 'finished', 'undone'])
  if (!row.ok) return row
  await throwAway(work.tx, importId)
  await audit(work, { action: 'import.file-thrown-away', subject: `import:${importId}` })
  return accept(importId)
}

async function held(
  { tx }: Work,
  importId: string,
  states: readonly ImportState[],
): Promise<Result<ImportRow, 'import-unknown' | 'import-moved-on'>> {
  const row = await lockImport(tx, importId)
  if (!row) return refuse('import-unknown')
  return states.includes(row.state) ? accept(row) : refuse('import-moved-on', { state: row.state })
}

interface Move {
  importId: string
  from: readonly ImportState[]
  to: ImportState
  action: string
}

async function move(work: Work, { importId, from, to, action }: Move): Moved {
  const row = await held(work, importId, from)
  if (!row.ok) return row
  await sql`
    UPDATE imports SET previous_state = state, state = ${to}, trouble = NULL, worker = NULL, worker_until = NULL,
                       changed_at = ${work.now}
     WHERE id = ${importId}`.execute(work.tx)
  await audit(work, { action, subject: `import:${importId}` })
  return accept(importId)
}
