import { sql, type Kysely } from 'kysely'

/** Beside the picture that is as sharp as paper, one that a phone's network carries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE design_pictures ADD light bytea`.execute(db)
}
