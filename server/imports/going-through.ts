import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { currentProgramme, type Rules } from '../programmes/index.ts'
import { isDouble } from './faults.ts'
import { openFile, type KeptFile } from './file-pieces.ts'
import { readHistory, type History } from './judging.ts'
import { hold, tell, type Claimed, type Needs } from './lease.ts'
import { raiseLevels } from './levels.ts'
import { passingMemberId, planRows, type Plan } from './planning.ts'
import type { ImportRow } from './queries.ts'
import { nameKey, readRow, type Reading, type RowFault, type SoundRow } from './rows.ts'
import { MOST_ROWS, type FileForm, type ImportOptions } from './schema.ts'
import { SmallKeys } from './small-keys.ts'
import { rowsOf } from './source.ts'
import { UnreadableFile, type SourceRow } from './unreadable.ts'
import { Overtaken, writePlan, type Written } from './writing.ts'

const ROWS_AT_ONCE = 1_000
const TRIES = 5

/** One reading of a file, from its beginning: a check of all rows, or a run of those that are not written yet. */
interface Pass {
  needs: Needs
  claimed: Claimed
  row: ImportRow
  options: ImportOptions
  reading: Reading
  programmeId: string
  history: History
  fileHash: Uint8Array
  /** of a check: what the file had before; a run finds it in the database */
  earlier: SmallKeys
}

/** Checks or writes a file batch by batch. What a batch wrote and how far it came is one transaction. Throws `Stopped`. */
export async function goThrough(needs: Needs, claimed: Claimed, row: ImportRow): Promise<void> {
  const { form, options, sealed_key: sealedKey, file_hash: fileHash } = row
  assert(form && options && sealedKey && fileHash, 'an import under way has its file and its columns')
  const known = await lookUp(needs, row, options)
  const pass = { needs, claimed, row, options, ...known, fileHash, earlier: new SmallKeys() }
  if (row.state === 'checking') await beginCheck(pass)
  const file = openFile(needs.db, needs.keys, { importId: row.id, sealedKey, bytes: Number(row.file_bytes) })
  const written = row.state === 'running' ? row.rows_done : 0
  let read = 0
  for await (const batch of batchesOf(file, { form, hasHeadings: options.hasHeadings, written })) {
    read = batch.from + batch.rows.length
    if (read > MOST_ROWS) throw new UnreadableFile('file-too-many-rows')
    await doBatch(pass, batch)
  }
  if (row.state === 'checking') await endCheck(pass)
  else await raiseLevels(pass)
}

async function lookUp({ db, clock }: Needs, { kind, form }: ImportRow, options: ImportOptions) {
  const now = clock.now()
  const programme = await currentProgramme(db)
  const history = programme && (await readHistory(db, programme.id, now))
  assert(programme && history, 'an import begins when there is a programme')
  const { rows } = await sql<{ id: string; name: string }>`SELECT id, name FROM counters`.execute(db)
  const reading: Reading = {
    kind,
    options,
    isFrom1904: form?.kind === 'workbook' && form.isFrom1904,
    now,
    levels: levelNames(history.now.rules),
    counters: new Map(rows.map(({ id, name }) => [nameKey(name), id])),
  }
  return { reading, programmeId: programme.id, history }
}

const levelNames = ({ levels }: Rules): Map<string, string> =>
  new Map(
    levels.flatMap(({ code, nameZh, nameEn }) =>
      [code, nameZh, nameEn].map((name) => [nameKey(name), code] as const),
    ),
  )

interface Batch {
  rows: SourceRow[]
  /** rows of the file before it */
  from: number
  /** of the file that were read by now */
  bytes: number
}

async function* batchesOf(
  file: KeptFile,
  { form, hasHeadings, written }: { form: FileForm; hasHeadings: boolean; written: number },
): AsyncGenerator<Batch, void, undefined> {
  let bytes = 0
  const counted: KeptFile = {
    bytes: file.bytes,
    async *read(start, end) {
      for await (const part of file.read(start, end)) {
        bytes += part.length
        yield part
      }
    },
  }
  let rows: SourceRow[] = []
  let read = hasHeadings ? -1 : 0
  for await (const row of rowsOf(counted, form)) {
    read += 1
    if (read <= written) continue
    rows.push(row)
    if (rows.length < ROWS_AT_ONCE) continue
    yield { rows, from: read - rows.length, bytes: Math.min(bytes, file.bytes) }
    rows = []
  }
  if (rows.length > 0) yield { rows, from: read - rows.length, bytes: file.bytes }
}

async function doBatch(pass: Pass, batch: Batch): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const plan = await inTransaction(pass.needs.db, (tx) => writeBatch(tx, pass, batch))
      if (pass.row.state === 'checking') for (const { rowKey } of plan.placed) pass.earlier.add(rowKey)
      pass.needs.events.poke()
      return
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === TRIES) throw error
    }
  }
}

async function writeBatch(tx: Tx, pass: Pass, batch: Batch): Promise<Plan> {
  const { needs, claimed, row } = pass
  const startedAt = performance.now()
  await hold(tx, needs.clock, claimed, row.state)
  const read = batch.rows.map((source) => readRow(source, pass.reading))
  const wrong = read.filter((one) => 'fault' in one)
  const plan = await planRows(
    {
      db: tx,
      keys: needs.keys,
      importId: row.id,
      fileHash: pass.fileHash,
      memberIdOf: ({ line, person }) =>
        row.state === 'checking'
          ? passingMemberId(needs.keys, row.id, person)
          : derivedId(row.id, `member/${line}`),
    },
    read.filter((one): one is SoundRow => !('fault' in one)),
    pass.earlier,
  )
  const written = row.state === 'running' ? await writeDown(tx, pass, { batch, plan }) : undefined
  const faults = [...wrong, ...plan.faults]
  await noteFaults(tx, row.id, faults)
  await advance(tx, pass, { batch, plan, faults, written, tookMs: performance.now() - startedAt })
  await tell(tx, needs.clock, row.id)
  return plan
}

/** One entry of the audit for a batch, not one a row. */
async function writeDown(
  tx: Tx,
  pass: Pass,
  { batch: { from, rows }, plan }: { batch: Batch; plan: Plan },
): Promise<Written> {
  const { needs, row, options, programmeId, history } = pass
  const work = workOf(tx, pass, `rows/${from}`)
  const target = {
    importId: row.id,
    tillId: row.till_id,
    purchasePoints: options.purchasePoints,
    programmeId,
    history,
  }
  const written = await writePlan(work, needs.keys, target, plan)
  await audit(work, {
    action: 'import.rows-taken',
    subject: `import:${row.id}`,
    details: {
      fromLine: rows[0]?.line ?? 0,
      toLine: rows.at(-1)?.line ?? 0,
      rows: plan.placed.length,
      membersAdded: written.membersAdded,
      points: Number(written.pointsGiven),
    },
  })
  return written
}

const workOf = (tx: Tx, { needs, row }: Pick<Pass, 'needs' | 'row'>, part: string): Work => ({
  tx,
  now: needs.clock.now(),
  id: derivedId(row.id, part),
  actor: { kind: 'staff', staffId: row.started_by, roles: [] },
})

async function noteFaults(tx: Tx, importId: string, faults: readonly RowFault[]): Promise<void> {
  if (faults.length === 0) return
  const rows = faults.map((fault) => ({ ...fault, import_id: importId }))
  await sql`
    INSERT INTO import_faults (import_id, line, field, fault)
    SELECT import_id, line, field, fault FROM jsonb_populate_recordset(NULL::import_faults, ${JSON.stringify(rows)}::jsonb)
        ON CONFLICT DO NOTHING`.execute(tx)
}

interface Done {
  batch: Batch
  plan: Plan
  faults: readonly RowFault[]
  written: Written | undefined
  tookMs: number
}

/** What a check can say of the points: those of members as they stand there, those of purchases by the rules of now, at least. */
function pointsAsked({ options, history }: Pass, { placed }: Plan): bigint {
  const { unitFen } = history.now.rules.earn
  return placed.reduce((sum, { row }) => {
    if (row.kind === 'member') return sum + row.points
    return options.purchasePoints === 'none' ? sum : sum + row.paidFen / BigInt(unitFen)
  }, 0n)
}

async function advance(tx: Tx, pass: Pass, done: Done): Promise<void> {
  const { needs, row } = pass
  const { batch, plan, faults, written, tookMs } = done
  const doubles = faults.filter(({ fault }) => isDouble(fault)).length
  await sql`
    UPDATE imports
       SET rows_done = ${batch.from + batch.rows.length}, bytes_done = ${batch.bytes},
           rows_good = rows_good + ${plan.placed.length}, rows_double = rows_double + ${doubles},
           rows_wrong = rows_wrong + ${faults.length - doubles},
           members_added = members_added + ${written?.membersAdded ?? 0},
           points_given = points_given + ${written?.pointsGiven ?? 0n},
           points_asked = points_asked + ${row.state === 'checking' ? pointsAsked(pass, plan) : 0n},
           worked_ms = worked_ms + ${Math.round(tookMs)}, changed_at = ${needs.clock.now()}
     WHERE id = ${row.id}`.execute(tx)
}

/** A check that was torn begins anew: it has written nothing that counts. */
const beginCheck = ({ needs, claimed, row }: Pass): Promise<void> =>
  inTransaction(needs.db, async (tx) => {
    await hold(tx, needs.clock, claimed, row.state)
    await sql`DELETE FROM import_faults WHERE import_id = ${row.id}`.execute(tx)
    await sql`
      UPDATE imports SET rows_done = 0, bytes_done = 0, rows_good = 0, rows_double = 0, rows_wrong = 0, worked_ms = 0,
                         points_asked = 0
       WHERE id = ${row.id}`.execute(tx)
  })

const endCheck = ({ needs, claimed, row }: Pass): Promise<void> =>
  inTransaction(needs.db, async (tx) => {
    await hold(tx, needs.clock, claimed, row.state)
    await sql`
      UPDATE imports SET previous_state = state, state = 'checked', rows_total = rows_done, worker = NULL,
                         worker_until = NULL, changed_at = ${needs.clock.now()}
       WHERE id = ${row.id}`.execute(tx)
    await tell(tx, needs.clock, row.id)
  }).then(() => needs.events.poke())
