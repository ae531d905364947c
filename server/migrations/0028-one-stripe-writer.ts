import { sql, type Kysely } from 'kysely'

/**
 * A stripe writer belongs to one open run, as a reader does: whoever draws a card through it must know which card is meant.
 * Where several share one, the first of them keeps it; the others are over, and their begun cards are finished in a new run.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    UPDATE encoding_runs AS later SET state = 'finished', finished_at = now()
     WHERE later.state <> 'finished'
       AND EXISTS (SELECT FROM encoding_runs AS earlier
                    WHERE earlier.state <> 'finished' AND earlier.station_id = later.station_id
                      AND earlier.stripe_name = later.stripe_name
                      AND (earlier.started_at, earlier.id) < (later.started_at, later.id))`.execute(db)
  await sql`
    CREATE UNIQUE INDEX encoding_runs_one_per_stripe_writer ON encoding_runs (station_id, stripe_name)
     WHERE state <> 'finished'`.execute(db)
}
