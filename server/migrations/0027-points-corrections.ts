import { sql, type Kysely } from 'kysely'

/** Corrections of points: asked for by one person, and above a limit decided by another; never edited once decided. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE points_corrections (
      id              uuid PRIMARY KEY,
      member_id       uuid NOT NULL REFERENCES members (id),
      points          bigint NOT NULL CHECK (points <> 0),
      reason_code     text NOT NULL CHECK (reason_code IN
                        ('purchase-missed', 'purchase-wrong', 'wrong-member', 'system-fault', 'goodwill')),
      note            text NOT NULL CHECK (note <> ''),
      corrects        uuid,
      state           text NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
      within_limit    boolean NOT NULL,
      requested_by    uuid NOT NULL REFERENCES staff (id),
      requested_at    timestamptz NOT NULL,
      decided_by      uuid REFERENCES staff (id),
      decided_at      timestamptz,
      decision_reason text NOT NULL DEFAULT '',
      FOREIGN KEY (member_id, corrects) REFERENCES points_transfers (member_id, id),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK ((state = 'requested') = (decided_by IS NULL)),
      CONSTRAINT points_corrections_two_people CHECK (state <> 'approved' OR within_limit
        OR decided_by <> requested_by OR decision_reason <> '')
    )`)
  await run(`CREATE INDEX points_corrections_by_member ON points_corrections (member_id, requested_at DESC)`)
  await run(
    `CREATE INDEX points_corrections_open ON points_corrections (requested_at) WHERE state = 'requested'`,
  )
  await run(`
    CREATE FUNCTION keep_points_correction() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state <> 'requested'
         OR (NEW.id, NEW.member_id, NEW.points, NEW.reason_code, NEW.note, NEW.corrects, NEW.within_limit, NEW.requested_by)
            IS DISTINCT FROM
            (OLD.id, OLD.member_id, OLD.points, OLD.reason_code, OLD.note, OLD.corrects, OLD.within_limit, OLD.requested_by)
      THEN
        RAISE EXCEPTION 'a correction that was asked for is kept as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE TRIGGER points_corrections_kept BEFORE UPDATE OR DELETE ON points_corrections
      FOR EACH ROW EXECUTE FUNCTION keep_points_correction()`)
}
