import { sql } from 'kysely'
import { dayOf } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'

interface PlannedRow {
  drive_name: string
  card_design: string | null
  fits: boolean
}

/**
 * Whether cards of a batch may go to a place. Where booths of drives stand that are not over, one of those must be planned with
 * the batch's programme and, if its plan names one, with the batch's design. Refuses with `cards-not-planned`.
 */
export async function checkPlanned(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  { batchId, placeId }: { batchId: string; placeId: string },
): Promise<Result<undefined, 'cards-not-planned'>> {
  const { rows } = await sql<PlannedRow>`
    SELECT d.name AS drive_name, d.card_design,
           d.programme_id = batch.programme_id AND coalesce(d.card_design, batch.design) = batch.design AS fits
      FROM booths b
      JOIN drives d ON d.id = b.drive_id
      JOIN batches batch ON batch.id = ${batchId}
     WHERE b.place_id = ${placeId}
       AND EXISTS (SELECT FROM drive_days WHERE drive_id = d.id AND day >= ${dayOf(now)}::date)
     ORDER BY d.created_at`.execute(tx)
  const [first] = rows
  if (!first || rows.some(({ fits }) => fits)) return accept(undefined)
  return refuse('cards-not-planned', { drive: first.drive_name, design: first.card_design ?? '' })
}
