import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { BoothReadingTable } from './table.ts'

export async function insertReading(tx: Tx, reading: BoothReadingTable): Promise<void> {
  await tx.insertInto('booth_readings').values(reading).execute()
}

type Reading = Pick<BoothReadingTable, 'id' | 'card_number' | 'level' | 'means'>

interface WantedReading {
  readingId: string
  boothId: string
  /** older ones are not good any more */
  since: Date
  now: Date
}

/** Uses readings up; by id, without those that are another booth's, too old, or were used. */
export async function useReadings(
  tx: Tx,
  wanted: readonly WantedReading[],
): Promise<ReadonlyMap<string, Reading>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<Reading>`
    UPDATE booth_readings SET used_at = wanted.now FROM ${asSet(wanted)} WHERE ${IS_GOOD}
    RETURNING id, card_number, level, means`.execute(tx)
  return byId(rows)
}

/** As `useReadings`, and leaves them unused. */
export async function findReadings(
  tx: Tx,
  wanted: readonly WantedReading[],
): Promise<ReadonlyMap<string, Reading>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<Reading>`
    SELECT id, card_number, level, means FROM booth_readings, ${asSet(wanted)} WHERE ${IS_GOOD}`.execute(tx)
  return byId(rows)
}

const asSet = (wanted: readonly WantedReading[]) => sql`
  unnest(${wanted.map(({ readingId }) => readingId)}::uuid[], ${wanted.map(({ boothId }) => boothId)}::uuid[],
         ${wanted.map(({ since }) => since)}::timestamptz[], ${wanted.map(({ now }) => now)}::timestamptz[])
    wanted (reading_id, booth_id, since, now)`

const IS_GOOD = sql`booth_readings.id = wanted.reading_id AND booth_readings.booth_id = wanted.booth_id
  AND read_at > wanted.since AND used_at IS NULL`

const byId = (rows: readonly Reading[]): ReadonlyMap<string, Reading> =>
  new Map(rows.map((row) => [row.id, row]))

/** A reading of a booth, however old; undefined when it was used. */
export const findReading = (
  tx: Tx,
  { readingId, boothId }: { readingId: string; boothId: string },
): Promise<Pick<BoothReadingTable, 'card_number' | 'level' | 'means'> | undefined> =>
  tx
    .selectFrom('booth_readings')
    .select(['card_number', 'level', 'means'])
    .where('id', '=', readingId)
    .where('booth_id', '=', boothId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
