import { sql, type Kysely } from 'kysely'

/**
 * What one person has corrected alone is counted at each of their corrections. Watches tell what arrives after a decision
 * from what was decided upon, and look at points from partners.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE INDEX points_corrections_alone ON points_corrections (requested_by, requested_at) WHERE within_limit`)

  // All that is there was there when it was told.
  for (const [table, column] of [
    ['watch_facts', 'noted_at'],
    ['watch_alerts', 'told_at'],
  ]) {
    await run(`ALTER TABLE ${table} ADD ${column} timestamptz NOT NULL DEFAULT 'epoch'`)
    await run(`ALTER TABLE ${table} ALTER ${column} DROP DEFAULT`)
  }
  await run(`ALTER TABLE watch_facts ADD partner_id uuid`)
  await run(`
    UPDATE watch_alerts SET facts = coalesce(
      (SELECT jsonb_agg(fact || '{"partnerId": null, "notedAt": 0}' ORDER BY place)
         FROM jsonb_array_elements(facts) WITH ORDINALITY each (fact, place)), '[]')`)
  await run(`ALTER TABLE watch_facts DROP CONSTRAINT watch_facts_kind_check`)
  await run(`
    ALTER TABLE watch_facts ADD CONSTRAINT watch_facts_kind_check
      CHECK (kind IN ('purchase', 'return', 'held', 'settled', 'voucher', 'partner-earn'))`)
}
