import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { cardsPerHour, secondsFor, type Stretch } from './pace.ts'
import type { PrinterSheet, PrintJob } from './schema.ts'
import type { ChunkState } from './table.ts'

const ENDED_SHOWN = 20
/** Chunks that say how fast a job goes now. */
const LATEST_CHUNKS = 12

/** Jobs under way in their order, then the last that ended; of one batch or of all. */
export async function listJobs(
  db: Db,
  now: Date,
  { batchId }: { batchId?: string } = {},
): Promise<PrintJob[]> {
  const rows = await jobRows(db, { batchId })
  const chunks = await chunkRows(db, ids(rows))
  const toCount = await cardsToCount(db, ids(rows))
  return rows.map((row) => {
    const own = chunks.filter(({ jobId }) => jobId === row.id)
    const active = own.filter(({ state }) => state === 'sending' || state === 'printing')
    const reported =
      row.kind === 'file' ? drawnOf(row) : active.reduce((sum, chunk) => sum + chunk.reported, 0)
    const perHour =
      row.kind === 'file' ? drawnPerHour(row) : active.length > 0 ? cardsPerHour(stretches(own, now)) : null
    const at = active.map(({ number, printer, cards, reported: done, trouble }) => ({
      chunk: number,
      printer,
      cards,
      reported: done,
      trouble,
    }))
    return {
      id: row.id,
      batchId: row.batchId,
      batchCode: row.batchCode,
      kind: row.kind,
      printerId: row.printerId,
      printer: row.printer,
      file: fileOf(row),
      state: row.state,
      isCancelling: row.cancelAskedAt !== null && row.endedAt === null,
      trouble: row.trouble,
      firstPosition: row.firstPosition,
      lastPosition: row.lastPosition,
      cards: row.cards,
      out: row.out,
      reported,
      cardsPerHour: perHour,
      secondsLeft: secondsFor(row.cards - row.out - reported, perHour),
      orderedBy: row.orderedBy,
      orderedAt: row.orderedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      at,
      toCount: own
        .filter(({ state }) => state === 'unclear')
        .map(({ number, printer, trouble, reported: done }) => ({
          chunk: number,
          printer,
          trouble,
          reported: done,
          cardNumbers: toCount
            .filter(({ jobId, chunk }) => jobId === row.id && chunk === number)
            .map(({ cardNumber }) => cardNumber),
        })),
    }
  })
}

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)

interface JobRow extends Pick<PrintJob, 'id' | 'batchId' | 'batchCode' | 'kind' | 'printerId' | 'printer'> {
  state: PrintJob['state']
  trouble: string | null
  firstPosition: number | null
  lastPosition: number | null
  cards: number
  out: number
  orderedBy: string
  orderedAt: Date
  endedAt: Date | null
  cancelAskedAt: Date | null
  cardsDone: number | null
  drawnMs: number | null
  bytes: number | null
  keptUntil: Date | null
  downloads: number | null
  takenBy: string | null
  takenAt: Date | null
  sheet: PrinterSheet | null
}

/** Of a file that is being drawn, so many cards; of one that is made, all that nobody took yet. */
const drawnOf = ({ state, cards, out, cardsDone }: JobRow): number =>
  state === 'ready' ? cards - out : Math.min(cards, cardsDone ?? 0)

const drawnPerHour = ({ state, cardsDone, drawnMs }: JobRow): number | null =>
  state === 'printing' && cardsDone && drawnMs ? Math.round((cardsDone / drawnMs) * 3_600_000) : null

const fileOf = ({ bytes, keptUntil, downloads, takenBy, takenAt, sheet }: JobRow): PrintJob['file'] =>
  downloads === null
    ? null
    : {
        bytes: bytes ?? 0,
        keptUntil: keptUntil?.toISOString() ?? null,
        downloads,
        takenBy,
        takenAt: takenAt?.toISOString() ?? null,
        sheet,
      }

/** Where the first or the last card of job `j` stands in its batch. */
const positionOf = (order: 'ASC' | 'DESC') => sql`(
  SELECT k.position FROM print_job_cards p JOIN cards k USING (card_number)
   WHERE p.job_id = j.id ORDER BY p.ordinal ${sql.raw(order)} LIMIT 1)`

async function jobRows(
  db: Db,
  { batchId = null }: { batchId?: string | null | undefined },
): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    SELECT j.id, j.batch_id AS "batchId", b.code AS "batchCode", j.kind, j.printer_id AS "printerId", p.name AS printer,
           j.state, j.trouble, c.cards, c.out, ${positionOf('ASC')} AS "firstPosition", ${positionOf('DESC')} AS "lastPosition", s.display_name AS "orderedBy", j.ordered_at AS "orderedAt",
           j.ended_at AS "endedAt", j.cancel_asked_at AS "cancelAskedAt", f.cards_done AS "cardsDone", f.drawn_ms AS "drawnMs",
           f.bytes::float8 AS bytes, f.kept_until AS "keptUntil", f.downloads, t.display_name AS "takenBy", f.taken_at AS "takenAt", f.sheet
      FROM (SELECT * FROM print_jobs WHERE ended_at IS NULL
            UNION ALL
            (SELECT * FROM print_jobs WHERE ended_at IS NOT NULL AND (${batchId}::uuid IS NULL OR batch_id = ${batchId}::uuid)
              ORDER BY ended_at DESC LIMIT ${ENDED_SHOWN})) j
      JOIN batches b ON b.id = j.batch_id
      JOIN staff s ON s.id = j.ordered_by
      LEFT JOIN printers p ON p.id = j.printer_id
      LEFT JOIN print_files f ON f.job_id = j.id
      LEFT JOIN staff t ON t.id = f.taken_by
      JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('waiting', 'sent', 'out'))::integer AS cards,
                           count(*) FILTER (WHERE state = 'out')::integer AS out
                      FROM print_job_cards WHERE job_id = j.id) c ON true
     WHERE ${batchId}::uuid IS NULL OR j.batch_id = ${batchId}::uuid
     ORDER BY j.ended_at DESC NULLS FIRST, j.rank, j.id`.execute(db)
  return rows
}

interface ChunkRow {
  jobId: string
  number: number
  state: ChunkState
  printerId: string
  printer: string
  cards: number
  reported: number
  trouble: string | null
  beganAt: Date
  endedAt: Date | null
}

/** Those at printers, those to be counted, and the last few that were printed. */
async function chunkRows(db: Db, jobIds: readonly string[]): Promise<ChunkRow[]> {
  if (jobIds.length === 0) return []
  const { rows } = await sql<ChunkRow>`
    SELECT c.job_id AS "jobId", c.number, c.state, c.printer_id AS "printerId", p.name AS printer, c.cards,
           c.cards_reported AS reported, c.trouble, c.began_at AS "beganAt", c.ended_at AS "endedAt"
      FROM unnest(${jobIds}::uuid[]) AS j (id)
      JOIN LATERAL (
        SELECT * FROM print_chunks WHERE job_id = j.id AND state IN ('sending', 'printing', 'unclear')
        UNION ALL
        (SELECT * FROM print_chunks WHERE job_id = j.id AND state = 'done' AND printer_id IS NOT NULL
          ORDER BY ended_at DESC LIMIT ${LATEST_CHUNKS})) c ON true
      JOIN printers p ON p.id = c.printer_id
     ORDER BY c.job_id, c.number`.execute(db)
  return rows
}

/** What each printer that is at the job did of it last, with what it is at now. */
const stretches = (chunks: readonly ChunkRow[], now: Date): Stretch[] => {
  const atWork = new Set(chunks.filter(({ state }) => state !== 'done').map(({ printerId }) => printerId))
  return chunks
    .filter(({ printerId, state }) => atWork.has(printerId) && state !== 'unclear')
    .map(({ printerId, reported, beganAt, endedAt }) => ({
      printerId,
      cards: reported,
      beganAt,
      endedAt: endedAt ?? now,
    }))
}

const cardsToCount = (db: Db, jobIds: readonly string[]) =>
  jobIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('print_job_cards as c')
        .innerJoin('print_chunks as k', (join) =>
          join.onRef('k.job_id', '=', 'c.job_id').onRef('k.number', '=', 'c.chunk'),
        )
        .select(['c.job_id as jobId', 'c.chunk', 'c.card_number as cardNumber'])
        .where('c.job_id', 'in', jobIds)
        .where('k.state', '=', 'unclear')
        .where('c.state', '=', 'sent')
        .orderBy('c.job_id')
        .orderBy('c.ordinal')
        .execute()
