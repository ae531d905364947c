import { sql, type Updateable } from 'kysely'
import type { CardState } from '../cards/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { isHeld } from '../stations/index.ts'
import type { EncodingRunTable } from './table.ts'

const RUN = [
  'id',
  'batch_id',
  'station_id',
  'reader_name',
  'stripe_name',
  'state',
  'last_step',
  'last_error',
  'card_number',
  'started_by',
  'started_at',
  'finished_at',
] as const

const runs = (db: Db | Tx) => db.selectFrom('encoding_runs').select(RUN)

export const findRun = (db: Db | Tx, runId: string): Promise<EncodingRunTable | undefined> =>
  runs(db).where('id', '=', runId).executeTakeFirst()

/** The run that has this reader, if it is not paused. */
export const findRunningAt = (
  db: Db,
  reader: { stationId: string; readerName: string },
): Promise<EncodingRunTable | undefined> =>
  runs(db)
    .where('station_id', '=', reader.stationId)
    .where('reader_name', '=', reader.readerName)
    .where('state', '=', 'running')
    .executeTakeFirst()

/** Whether a run has this device, reader or writer, even a paused one. */
export async function hasOpenRun(
  db: Db | Tx,
  { stationId, device }: { stationId: string; device: string },
): Promise<boolean> {
  const run = await runs(db)
    .where('station_id', '=', stationId)
    .where('state', '<>', 'finished')
    .where((eb) => eb.or([eb('reader_name', '=', device), eb('stripe_name', '=', device)]))
    .executeTakeFirst()
  return run !== undefined
}

export const openRunsOf = (db: Db | Tx, stationId: string): Promise<EncodingRunTable[]> =>
  runs(db).where('station_id', '=', stationId).where('state', '<>', 'finished').execute()

/** Latest first: those under way, and a few that are over. */
export const runsOfBatch = (db: Db, batchId: string): Promise<EncodingRunTable[]> =>
  runs(db).where('batch_id', '=', batchId).orderBy('started_at', 'desc').orderBy('id').limit(20).execute()

/** What stands in a run's way: somebody who holds a device for a moment, or another run that has one. */
export type InTheWay = 'device-held' | 'reader-taken' | 'stripe-writer-taken'

/** @returns what stands in the way, in the order of `InTheWay` */
export async function insertRun(tx: Tx, run: EncodingRunTable): Promise<InTheWay | undefined> {
  const { station_id: stationId, reader_name: readerName, stripe_name: stripeName } = run
  const devices = [readerName, ...(stripeName === null ? [] : [stripeName])]
  if (await isHeld(tx, { stationId, devices, now: run.started_at })) return 'device-held'
  const row = await tx
    .insertInto('encoding_runs')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row) return undefined
  const atReader = await runs(tx)
    .where('station_id', '=', stationId)
    .where('reader_name', '=', readerName)
    .where('state', '<>', 'finished')
    .executeTakeFirst()
  return atReader ? 'reader-taken' : 'stripe-writer-taken'
}

/** @returns false when the run is in none of these states */
export async function updateRun(
  tx: Tx,
  runId: string,
  {
    from,
    set,
  }: { from: readonly EncodingRunTable['state'][]; set: Omit<Updateable<EncodingRunTable>, 'id'> },
): Promise<boolean> {
  const row = await tx
    .updateTable('encoding_runs')
    .set(set)
    .where('id', '=', runId)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false when no card holds the run up: it has none, or is writing it */
export async function dropCard(
  tx: Tx,
  { runId, waiting }: { runId: string; waiting: string },
): Promise<boolean> {
  const row = await tx
    .updateTable('encoding_runs')
    .set({ last_step: waiting, last_error: null, card_number: null })
    .where('id', '=', runId)
    .where('state', '<>', 'finished')
    .where((eb) =>
      eb.or([
        eb('last_error', 'is not', null),
        eb.and([eb('state', '=', 'paused'), eb('card_number', 'is not', null)]),
      ]),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export const findCardToLabel = (db: Db, cardNumber: string) =>
  db
    .selectFrom('cards')
    .innerJoin('batches', 'batches.id', 'cards.batch_id')
    .select(['cards.state as state', 'position', 'state_since as stateSince', 'code as batchCode'])
    .where('card_number', '=', cardNumber)
    .executeTakeFirst()

export const findBoxToLabel = (db: Db, boxId: string) =>
  db
    .selectFrom('card_boxes')
    .innerJoin('batches', 'batches.id', 'card_boxes.batch_id')
    .select([
      'card_boxes.code as code',
      'batches.code as batchCode',
      'card_boxes.quantity as quantity',
      'first_position as firstPosition',
      'last_position as lastPosition',
      'sealed_at as sealedAt',
    ])
    .where('card_boxes.id', '=', boxId)
    .executeTakeFirst()

export const unfinishedCards = (db: Db, batchId: string) =>
  db
    .selectFrom('cards')
    .select(['card_number', 'position', 'state_since'])
    .where('batch_id', '=', batchId)
    .where('state', '=', 'encoding')
    .orderBy('position')
    .limit(100)
    .execute()

export const latestOutcomes = (db: Db, batchId: string) =>
  db
    .selectFrom('cards')
    .select(['card_number', 'position', 'state', 'spoil_reason', 'state_since'])
    .where('batch_id', '=', batchId)
    .where('state', 'in', ['encoded', 'spoiled'])
    .orderBy('state_since', 'desc')
    .orderBy('position', 'desc')
    .limit(10)
    .execute()

export interface KnownChip {
  uid: string | null
  cardNumber: string
  batchId: string
  position: number
  state: CardState
}

/** Which of these chips have a number already. */
export async function findKnownChips(tx: Tx, uids: readonly string[]): Promise<KnownChip[]> {
  if (uids.length === 0) return []
  return tx
    .selectFrom('cards')
    .select(['nfc_uid as uid', 'card_number as cardNumber', 'batch_id as batchId', 'position', 'state'])
    .where('nfc_uid', 'in', uids)
    .execute()
}

/** The next number of a batch that waits for its chip. The batch must be locked. */
export async function nextNumber(tx: Tx, batchId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('cards')
    .select('card_number')
    .where('batch_id', '=', batchId)
    .where('state', '=', 'numbered')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return row?.card_number
}

/** Notes that runs have each finished a card; the moments of a run's latest ten are kept. */
export async function noteFinished(
  tx: Tx,
  { cards, now }: { cards: readonly { runId: string; cardNumber: string }[]; now: Date },
): Promise<void> {
  await sql`
    UPDATE encoding_runs
       SET last_step = 'finished', last_error = NULL, card_number = made.number,
           latest_finished = (latest_finished || ${now}::timestamptz)[greatest(1, cardinality(latest_finished) - 8):]
      FROM unnest(${cards.map(({ runId }) => runId)}::uuid[], ${cards.map(({ cardNumber }) => cardNumber)}::bpchar[])
             AS made (run_id, number)
     WHERE id = made.run_id`.execute(tx)
}

/** Notes what runs are at, each once. */
export async function updateSteps(
  tx: Tx,
  steps: readonly { runId: string; step: string; cardNumber: string | null }[],
): Promise<void> {
  await sql`
    UPDATE encoding_runs
       SET last_step = noted.step, last_error = NULL, card_number = noted.number
      FROM unnest(${steps.map(({ runId }) => runId)}::uuid[], ${steps.map(({ step }) => step)}::text[],
                  ${steps.map(({ cardNumber }) => cardNumber)}::bpchar[]) AS noted (run_id, step, number)
     WHERE id = noted.run_id`.execute(tx)
}

export interface OpenRunRow {
  station_id: string
  reader_name: string
  stripe_name: string | null
  batch_id: string
  batch_code: string
  state: 'running' | 'paused'
  last_step: string | null
  last_error: string | null
  card_number: string | null
  /** oldest first */
  latest_finished: Date[]
}

export const openRuns = (db: Db): Promise<OpenRunRow[]> =>
  sql<OpenRunRow>`
    SELECT run.station_id, run.reader_name, run.stripe_name, run.batch_id, batch.code AS batch_code, run.state,
           run.last_step, run.last_error, run.card_number, run.latest_finished
      FROM encoding_runs run JOIN batches batch ON batch.id = run.batch_id
     WHERE run.state <> 'finished'
     ORDER BY run.started_at, run.id`
    .execute(db)
    .then((result) => result.rows)

/** Keeps whether a number without a chip may stand on a stripe already, while its card is not finished. */
export async function noteStripeBegun(
  db: Db,
  { cardNumber, isBegun }: { cardNumber: string; isBegun: boolean },
): Promise<void> {
  await db
    .updateTable('cards')
    .set({ stripe_written: isBegun })
    .where('card_number', '=', cardNumber)
    .where('state', '=', 'encoding')
    .execute()
}

/** The card that a run without chips is at, and whether its number may stand on a stripe. */
export const findBegunStripe = (tx: Tx, cardNumber: string) =>
  tx
    .selectFrom('cards')
    .select(['position', 'stripe_written as isBegun'])
    .where('card_number', '=', cardNumber)
    .where('state', '=', 'encoding')
    .executeTakeFirst()
