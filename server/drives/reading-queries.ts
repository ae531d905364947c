import type { Tx } from '../platform/database.ts'
import type { BoothReadingTable } from './table.ts'

export async function insertReading(tx: Tx, reading: BoothReadingTable): Promise<void> {
  await tx.insertInto('booth_readings').values(reading).execute()
}

/** Uses a reading up; undefined when it is another booth's, older than `since`, or was used. */
export const useReading = (
  tx: Tx,
  { readingId, boothId, since, now }: { readingId: string; boothId: string; since: Date; now: Date },
): Promise<Pick<BoothReadingTable, 'card_number' | 'level' | 'means'> | undefined> =>
  tx
    .updateTable('booth_readings')
    .set({ used_at: now })
    .where('id', '=', readingId)
    .where('booth_id', '=', boothId)
    .where('read_at', '>', since)
    .where('used_at', 'is', null)
    .returning(['card_number', 'level', 'means'])
    .executeTakeFirst()

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
