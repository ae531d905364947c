import { sql, type Kysely } from 'kysely'

/** Rules that two people agree on before they hold, and counters' agreements that follow each other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE programme_draft_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`)
  await run(`
    INSERT INTO programme_draft_moves (from_state, to_state) VALUES
      ('none', 'draft'), ('draft', 'submitted'), ('draft', 'dropped'),
      ('submitted', 'draft'), ('submitted', 'approved'), ('submitted', 'refused')`)
  await run(`
    CREATE TABLE programme_drafts (
      programme_id    uuid NOT NULL REFERENCES programmes (id),
      number          integer NOT NULL CHECK (number > 0),
      revision        integer NOT NULL DEFAULT 1 CHECK (revision > 0),
      rules           jsonb NOT NULL,
      starts_at       timestamptz,
      note            text NOT NULL DEFAULT '',
      state           text NOT NULL,
      previous_state  text NOT NULL,
      authors         uuid[] NOT NULL,
      made_at         timestamptz NOT NULL,
      saved_by        uuid NOT NULL REFERENCES staff (id),
      saved_at        timestamptz NOT NULL,
      submitted_by    uuid REFERENCES staff (id),
      submitted_at    timestamptz,
      decided_by      uuid REFERENCES staff (id),
      decided_at      timestamptz,
      decision_reason text NOT NULL DEFAULT '',
      PRIMARY KEY (programme_id, number),
      FOREIGN KEY (previous_state, state) REFERENCES programme_draft_moves (from_state, to_state),
      CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK ((state IN ('approved', 'refused', 'dropped')) = (decided_by IS NOT NULL)),
      CHECK (state NOT IN ('submitted', 'approved', 'refused') OR submitted_by IS NOT NULL),
      CONSTRAINT programme_drafts_two_people CHECK (state <> 'approved'
        OR NOT decided_by = ANY (authors || submitted_by) OR decision_reason <> '')
    )`)
  await run(`
    CREATE UNIQUE INDEX programme_drafts_one_open ON programme_drafts (programme_id)
      WHERE state IN ('draft', 'submitted')`)
  await run(`
    CREATE FUNCTION keep_programme_draft() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state IN ('approved', 'refused', 'dropped')
         OR (OLD.state <> 'draft' AND (NEW.rules, NEW.starts_at) IS DISTINCT FROM (OLD.rules, OLD.starts_at))
         OR (NEW.programme_id, NEW.number) IS DISTINCT FROM (OLD.programme_id, OLD.number) THEN
        RAISE EXCEPTION 'rules that were submitted or decided are kept as they are' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE TRIGGER programme_drafts_kept BEFORE UPDATE OR DELETE ON programme_drafts
      FOR EACH ROW EXECUTE FUNCTION keep_programme_draft()`)
  await run(`
    ALTER TABLE programme_versions
      ADD draft_number integer,
      ADD FOREIGN KEY (programme_id, draft_number) REFERENCES programme_drafts (programme_id, number)`)

  await run(`
    CREATE TABLE counter_agreements (
      counter_id     uuid NOT NULL REFERENCES counters (id),
      starts_at      timestamptz NOT NULL,
      joins          boolean NOT NULL,
      rate_per_mille integer NOT NULL CHECK (rate_per_mille BETWEEN 1 AND 1000),
      promotions     jsonb NOT NULL,
      advertising    text NOT NULL,
      made_by        uuid NOT NULL REFERENCES staff (id),
      made_at        timestamptz NOT NULL,
      PRIMARY KEY (counter_id, starts_at)
    )`)
  await run(`
    CREATE TRIGGER counter_agreements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON counter_agreements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
}
