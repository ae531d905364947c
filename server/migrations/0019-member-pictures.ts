import { sql, type Kysely } from 'kysely'

/** Photos and signatures for cards that show them: personal data, sealed with the member's own key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE member_pictures (
      member_id  uuid NOT NULL REFERENCES members (id),
      kind       text NOT NULL CHECK (kind IN ('photo', 'signature')),
      media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
      sealed     bytea NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (member_id, kind)
    )`.execute(db)
}
