import { sql, type Kysely } from 'kysely'

/** Drafts of rules that were tried on past purchases; what came out is never edited, so that whoever approves sees it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE replays (
      id             uuid PRIMARY KEY,
      programme_id   uuid NOT NULL REFERENCES programmes (id),
      draft_number   integer NOT NULL,
      draft_revision integer NOT NULL CHECK (draft_revision > 0),
      draft_rules    jsonb NOT NULL,
      today_version  integer NOT NULL,
      from_day       date NOT NULL,
      until_day      date NOT NULL CHECK (until_day >= from_day),
      state          text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
      attempt        integer NOT NULL DEFAULT 0,
      done           integer NOT NULL DEFAULT 0,
      total          integer NOT NULL DEFAULT 0,
      heard_at       timestamptz NOT NULL,
      result         jsonb,
      asked_by       uuid NOT NULL REFERENCES staff (id),
      asked_at       timestamptz NOT NULL,
      ended_at       timestamptz,
      FOREIGN KEY (programme_id, draft_number) REFERENCES programme_drafts (programme_id, number),
      FOREIGN KEY (programme_id, today_version) REFERENCES programme_versions (programme_id, version),
      CHECK ((state = 'done') = (result IS NOT NULL)),
      CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL))
    )`)
  await run(`CREATE INDEX replays_newest ON replays (programme_id, asked_at DESC)`)
  await run(
    `CREATE UNIQUE INDEX replays_one_open ON replays (programme_id) WHERE state IN ('waiting', 'running')`,
  )
  await run(`
    CREATE TABLE replay_members (
      replay_id    uuid NOT NULL REFERENCES replays (id),
      position     integer NOT NULL CHECK (position > 0),
      member_id    uuid NOT NULL REFERENCES members (id),
      direction    text NOT NULL CHECK (direction IN ('up', 'down')),
      from_level   text NOT NULL,
      today_level  text NOT NULL,
      draft_level  text NOT NULL,
      today_points bigint NOT NULL,
      draft_points bigint NOT NULL,
      PRIMARY KEY (replay_id, position)
    )`)
  await run(`CREATE INDEX replay_members_by_direction ON replay_members (replay_id, direction, position)`)
  await run(`
    CREATE FUNCTION keep_replay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state IN ('done', 'failed', 'cancelled')
         OR (NEW.id, NEW.programme_id, NEW.draft_number, NEW.draft_revision, NEW.draft_rules, NEW.today_version,
             NEW.from_day, NEW.until_day, NEW.asked_by, NEW.asked_at)
            IS DISTINCT FROM
            (OLD.id, OLD.programme_id, OLD.draft_number, OLD.draft_revision, OLD.draft_rules, OLD.today_version,
             OLD.from_day, OLD.until_day, OLD.asked_by, OLD.asked_at)
      THEN
        RAISE EXCEPTION 'what a replay found is kept as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE TRIGGER replays_kept BEFORE UPDATE OR DELETE ON replays FOR EACH ROW EXECUTE FUNCTION keep_replay()`)
  await run(`
    CREATE TRIGGER replay_members_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON replay_members
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
}
