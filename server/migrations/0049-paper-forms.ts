import { sql, type Kysely } from 'kysely'

/** Application forms on paper, each with the number that is printed on it; it becomes one enrolment, or is put aside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE paper_forms (
      id              uuid PRIMARY KEY,
      drive_id        uuid NOT NULL REFERENCES drives (id),
      consent_version text NOT NULL REFERENCES consent_texts (version),
      printed_by      uuid NOT NULL REFERENCES staff (id),
      printed_at      timestamptz NOT NULL,
      enrolment_id    uuid UNIQUE REFERENCES enrolments (id),
      aside_because   text CHECK (aside_because <> ''),
      ended_by        uuid REFERENCES staff (id),
      ended_at        timestamptz,
      CHECK (enrolment_id IS NULL OR aside_because IS NULL),
      CHECK ((ended_at IS NULL) = (enrolment_id IS NULL AND aside_because IS NULL)),
      CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    )`)
  await run(`CREATE INDEX paper_forms_by_drive ON paper_forms (drive_id, printed_at)`)
}
