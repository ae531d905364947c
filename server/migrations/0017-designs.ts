import { sql, type Kysely } from 'kysely'

/** Designs as data: versions that change no more once they are decided, their pictures, and what they are drawn with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE designs (
      id          uuid PRIMARY KEY,
      code        text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9-]{1,40}$'),
      name_zh     text NOT NULL CHECK (name_zh <> ''),
      name_en     text NOT NULL CHECK (name_en <> ''),
      made_by     uuid REFERENCES staff (id),
      made_at     timestamptz NOT NULL,
      archived_by uuid REFERENCES staff (id),
      archived_at timestamptz,
      CHECK ((archived_by IS NULL) = (archived_at IS NULL))
    )`)
  await run(`
    CREATE TABLE design_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`)
  await run(`
    INSERT INTO design_moves (from_state, to_state) VALUES
      ('none', 'draft'), ('none', 'approved'),
      ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'approved'), ('submitted', 'refused')`)
  await run(`
    CREATE TABLE design_versions (
      design_id       uuid NOT NULL REFERENCES designs (id),
      number          integer NOT NULL CHECK (number > 0),
      revision        integer NOT NULL DEFAULT 1 CHECK (revision > 0),
      document        jsonb NOT NULL,
      note            text NOT NULL DEFAULT '',
      state           text NOT NULL,
      previous_state  text NOT NULL,
      authors         uuid[] NOT NULL,
      made_at         timestamptz NOT NULL,
      saved_by        uuid REFERENCES staff (id),
      saved_at        timestamptz NOT NULL,
      submitted_by    uuid REFERENCES staff (id),
      submitted_at    timestamptz,
      decided_by      uuid REFERENCES staff (id),
      decided_at      timestamptz,
      decision_reason text NOT NULL DEFAULT '',
      PRIMARY KEY (design_id, number),
      FOREIGN KEY (previous_state, state) REFERENCES design_moves (from_state, to_state),
      CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK (state NOT IN ('submitted', 'refused') OR submitted_by IS NOT NULL),
      CONSTRAINT design_versions_decided CHECK ((state IN ('approved', 'refused')) = (decided_by IS NOT NULL)
        OR (state = 'approved' AND previous_state = 'none' AND authors = '{}')),
      CONSTRAINT design_versions_two_people CHECK (state <> 'approved' OR decided_by IS NULL
        OR NOT decided_by = ANY (authors || submitted_by) OR decision_reason <> '')
    )`)
  await run(`
    CREATE UNIQUE INDEX design_versions_one_open ON design_versions (design_id) WHERE state IN ('draft', 'submitted')`)
  await run(`
    CREATE FUNCTION keep_design_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state IN ('approved', 'refused')
         OR (OLD.state <> 'draft' AND NEW.document IS DISTINCT FROM OLD.document)
         OR (NEW.design_id, NEW.number) IS DISTINCT FROM (OLD.design_id, OLD.number) THEN
        RAISE EXCEPTION 'a design version that was submitted or decided is kept as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE TRIGGER design_versions_kept BEFORE UPDATE OR DELETE ON design_versions
      FOR EACH ROW EXECUTE FUNCTION keep_design_version()`)
  await run(`
    CREATE TABLE design_pictures (
      design_id uuid NOT NULL,
      number    integer NOT NULL,
      side      text NOT NULL CHECK (side IN ('front', 'back')),
      svg       text NOT NULL,
      PRIMARY KEY (design_id, number, side),
      FOREIGN KEY (design_id, number) REFERENCES design_versions (design_id, number)
    )`)
  await run(`
    CREATE TABLE design_assets (
      sha256     char(64) PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
      bytes      bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 10485760),
      width_px   integer NOT NULL CHECK (width_px > 0),
      height_px  integer NOT NULL CHECK (height_px > 0),
      added_by   uuid NOT NULL REFERENCES staff (id),
      added_at   timestamptz NOT NULL,
      CHECK (width_px::bigint * height_px <= 40000000)
    )`)
  await run(`
    CREATE TRIGGER design_assets_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON design_assets
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`ALTER TABLE batches ADD design_version integer NOT NULL DEFAULT 1 CHECK (design_version > 0)`)
}
