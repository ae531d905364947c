import { sql } from 'kysely'
import { dayOf } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { PlannedCards } from './plan-schema.ts'

interface PlannedRow {
  id: string
  name: string
  programme_id: string
  card_design: string | null
  target: number
  first_day: string
}

/** Which cards the drives that are not over are planned with, the next first: whoever orders a batch follows it. */
export async function plannedCards(db: Db, now: Date): Promise<PlannedCards> {
  const { rows } = await sql<PlannedRow>`
    SELECT d.id, d.name, d.programme_id, d.card_design, d.target, to_char(min(day), 'YYYY-MM-DD') AS first_day
      FROM drives d JOIN drive_days ON drive_id = d.id
     GROUP BY d.id
    HAVING max(day) >= ${dayOf(now)}::date
     ORDER BY min(day), d.created_at`.execute(db)
  return {
    drives: rows.map((row) => ({
      driveId: row.id,
      name: row.name,
      programmeId: row.programme_id,
      cardDesign: row.card_design,
      target: row.target,
      firstDay: row.first_day,
    })),
  }
}
