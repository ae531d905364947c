import { sql, type Kysely } from 'kysely'

/** Cards and gifts that had left a booth before its goods were counted, and came into the books after that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE late_goods (
      id          uuid PRIMARY KEY,
      booth_id    uuid NOT NULL REFERENCES booths (id),
      item        text NOT NULL,
      quantity    integer NOT NULL CHECK (quantity <> 0),
      happened_at timestamptz NOT NULL,
      noted_at    timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX late_goods_by_booth ON late_goods (booth_id, item)`.execute(db)
}
