import { sql, type Kysely } from 'kysely'

/** Who holds a device of a station for a moment, to look at one card: while it is held no run begins on it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE device_holds (
      station_id uuid NOT NULL REFERENCES stations (id),
      device     text NOT NULL,
      held_by    uuid NOT NULL,
      held_until timestamptz NOT NULL,
      PRIMARY KEY (station_id, device)
    )`.execute(db)
}
