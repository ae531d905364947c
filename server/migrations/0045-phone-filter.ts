import { sql, type Kysely } from 'kysely'

/** A keyed mark of each member's phone, of which tablets get a filter; null of members that were added before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE member_identities ADD phone_mark bytea CHECK (length(phone_mark) = 8)`.execute(db)
  await sql`CREATE INDEX member_identities_unmarked ON member_identities (member_id) WHERE phone_mark IS NULL`.execute(
    db,
  )
  await sql`
    CREATE TABLE phone_filters (
      is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
      bits       integer NOT NULL CHECK (bits > 0),
      hashes     integer NOT NULL CHECK (hashes > 0),
      filter     bytea NOT NULL,
      members    integer NOT NULL,
      built_at   timestamptz NOT NULL
    )`.execute(db)
}
