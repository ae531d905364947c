import { sql, type Kysely } from 'kysely'

/** A drive's plan: gift rules, targets, planned shifts, costs, the cards' design; each change is a version that stays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE drives
      ADD card_design text CHECK (card_design <> ''),
      ADD version integer NOT NULL DEFAULT 0 CHECK (version >= 0)`)
  await run(`
    ALTER TABLE drive_gifts
      ADD is_offered boolean NOT NULL DEFAULT true,
      ADD levels text[],
      ADD instead_of uuid,
      ADD CHECK (instead_of <> gift_id),
      ADD FOREIGN KEY (drive_id, instead_of) REFERENCES drive_gifts (drive_id, gift_id)`)
  await run(`
    ALTER TABLE drive_team
      ADD role text NOT NULL DEFAULT 'promoter' CHECK (role IN ('promoter', 'lead'))`)
  await run(`ALTER TABLE booths ADD UNIQUE (drive_id, id)`)
  await run(`
    CREATE TABLE planned_shifts (
      drive_id  uuid NOT NULL,
      booth_id  uuid NOT NULL,
      day       date NOT NULL,
      staff_id  uuid NOT NULL,
      role      text NOT NULL CHECK (role IN ('promoter', 'lead')),
      starts_at time NOT NULL,
      ends_at   time NOT NULL,
      PRIMARY KEY (drive_id, staff_id, day, starts_at),
      FOREIGN KEY (drive_id, booth_id) REFERENCES booths (drive_id, id),
      FOREIGN KEY (drive_id, day) REFERENCES drive_days (drive_id, day),
      FOREIGN KEY (drive_id, staff_id) REFERENCES drive_team (drive_id, staff_id),
      CHECK (starts_at < ends_at)
    )`)
  await run(`
    CREATE TABLE booth_targets (
      drive_id uuid NOT NULL,
      booth_id uuid NOT NULL,
      day      date NOT NULL,
      target   integer NOT NULL CHECK (target > 0),
      PRIMARY KEY (booth_id, day),
      FOREIGN KEY (drive_id, booth_id) REFERENCES booths (drive_id, id),
      FOREIGN KEY (drive_id, day) REFERENCES drive_days (drive_id, day)
    )`)
  await run(`
    CREATE TABLE drive_costs (
      drive_id    uuid NOT NULL REFERENCES drives (id),
      position    smallint NOT NULL,
      kind        text NOT NULL CHECK (kind IN ('people', 'media', 'gifts', 'cards', 'rent', 'other')),
      name        text NOT NULL CHECK (name <> ''),
      fen         bigint NOT NULL CHECK (fen >= 0),
      source_code text,
      PRIMARY KEY (drive_id, position),
      FOREIGN KEY (drive_id, source_code) REFERENCES drive_sources (drive_id, code)
    )`)
  await run(`
    CREATE TABLE drive_versions (
      drive_id   uuid NOT NULL REFERENCES drives (id),
      version    integer NOT NULL CHECK (version >= 0),
      plan       jsonb NOT NULL,
      consent_zh text NOT NULL,
      consent_en text NOT NULL,
      reason     text NOT NULL,
      changed_by uuid REFERENCES staff (id),
      changed_at timestamptz NOT NULL,
      PRIMARY KEY (drive_id, version)
    )`)
  await run(`
    CREATE TRIGGER drive_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON drive_versions
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
}
