import { sql, type Kysely } from 'kysely'

const isMonth = (column: string) => `CHECK (${column} = date_trunc('month', ${column}))`

/**
 * Other brands that give and take our points: what was agreed with each, their keys, their account in money entry by
 * entry, and its settlement month by month.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE partners (
      id          uuid PRIMARY KEY,
      name_zh     text NOT NULL UNIQUE CHECK (name_zh <> ''),
      name_en     text NOT NULL UNIQUE CHECK (name_en <> ''),
      contact     text NOT NULL,
      state       text NOT NULL CHECK (state IN ('active', 'stopped')),
      open_month  date NOT NULL ${isMonth('open_month')},
      entries     bigint NOT NULL DEFAULT 0,
      balance_fen bigint NOT NULL DEFAULT 0,
      added_by    uuid NOT NULL REFERENCES staff (id),
      added_at    timestamptz NOT NULL
    )`)

  await run(`
    CREATE TABLE partner_agreements (
      partner_id           uuid NOT NULL REFERENCES partners (id),
      number               integer NOT NULL CHECK (number > 0),
      starts_at            timestamptz,
      pays_fen_per_hundred integer CHECK (pays_fen_per_hundred >= 0),
      gets_fen_per_hundred integer CHECK (gets_fen_per_hundred >= 0),
      fen_per_point        integer CHECK (fen_per_point > 0),
      earn_per_day         bigint CHECK (earn_per_day > 0),
      earn_per_month       bigint CHECK (earn_per_month > 0),
      burn_per_day         bigint CHECK (burn_per_day > 0),
      burn_per_month       bigint CHECK (burn_per_month > 0),
      cancel_days          integer NOT NULL CHECK (cancel_days BETWEEN 0 AND 90),
      late_days            integer NOT NULL CHECK (late_days BETWEEN 0 AND 366),
      note                 text NOT NULL,
      state                text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
      proposed_by          uuid NOT NULL REFERENCES staff (id),
      proposed_at          timestamptz NOT NULL,
      decided_by           uuid REFERENCES staff (id),
      decided_at           timestamptz,
      decision_reason      text NOT NULL DEFAULT '',
      PRIMARY KEY (partner_id, number),
      CHECK (pays_fen_per_hundred IS NOT NULL OR gets_fen_per_hundred IS NOT NULL),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK ((state = 'proposed') = (decided_by IS NULL)),
      CHECK (state <> 'approved' OR (starts_at IS NOT NULL AND starts_at >= decided_at)),
      CONSTRAINT partner_agreements_two_people CHECK (state <> 'approved' OR decided_by <> proposed_by
        OR decision_reason <> '')
    )`)
  await run(
    `CREATE UNIQUE INDEX partner_agreements_one_open ON partner_agreements (partner_id) WHERE state = 'proposed'`,
  )
  await run(`
    CREATE UNIQUE INDEX partner_agreements_starts ON partner_agreements (partner_id, starts_at)
      WHERE state = 'approved'`)

  await run(`
    CREATE TABLE partner_keys (
      id         uuid PRIMARY KEY,
      partner_id uuid NOT NULL REFERENCES partners (id),
      name       text NOT NULL CHECK (name <> ''),
      key_hash   bytea NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      revoked_at timestamptz
    )`)
  await run(`CREATE INDEX partner_keys_by_partner ON partner_keys (partner_id)`)

  await run(`
    CREATE TABLE partner_entries (
      id          uuid PRIMARY KEY,
      partner_id  uuid NOT NULL REFERENCES partners (id),
      number      bigint NOT NULL CHECK (number > 0),
      kind        text NOT NULL CHECK (kind IN ('earn', 'burn', 'earn-cancelled', 'burn-cancelled', 'adjustment')),
      reference   text NOT NULL,
      about       uuid REFERENCES partner_entries (id),
      member_id   uuid REFERENCES members (id),
      agreement   integer,
      points      bigint NOT NULL CHECK (points >= 0),
      amount_fen  bigint CHECK (amount_fen > 0),
      fen         bigint NOT NULL,
      balance_fen bigint NOT NULL,
      happened_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL,
      month       date NOT NULL ${isMonth('month')},
      final_at    timestamptz,
      note        text NOT NULL,
      made_by     text NOT NULL,
      CONSTRAINT partner_entries_numbered UNIQUE (partner_id, number),
      FOREIGN KEY (partner_id, agreement) REFERENCES partner_agreements (partner_id, number),
      CHECK ((kind = 'adjustment') = (member_id IS NULL)),
      CHECK ((kind = 'adjustment') = (agreement IS NULL)),
      CHECK ((kind = 'adjustment') = (points = 0)),
      CHECK ((kind IN ('earn', 'burn')) = (final_at IS NOT NULL)),
      CHECK (kind NOT IN ('earn-cancelled', 'burn-cancelled') OR about IS NOT NULL),
      CHECK (kind NOT IN ('earn', 'burn-cancelled') OR fen >= 0),
      CHECK (kind NOT IN ('burn', 'earn-cancelled') OR fen <= 0),
      CHECK (kind <> 'adjustment' OR (fen <> 0 AND note <> ''))
    )`)
  await run(`
    CREATE UNIQUE INDEX partner_entries_reference ON partner_entries (partner_id, reference)
      WHERE kind IN ('earn', 'burn')`)
  await run(`
    CREATE UNIQUE INDEX partner_entries_cancelled_once ON partner_entries (about)
      WHERE kind IN ('earn-cancelled', 'burn-cancelled')`)
  await run(`CREATE INDEX partner_entries_by_month ON partner_entries (partner_id, month, number)`)
  await run(`CREATE INDEX partner_entries_by_moment ON partner_entries (partner_id, kind, happened_at)`)
  // A month that was closed takes nothing more, whatever the application believes.
  await run(`
    CREATE FUNCTION refuse_closed_partner_month() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.month < (SELECT open_month FROM partners WHERE id = NEW.partner_id) THEN
        RAISE EXCEPTION 'this month of the partner is closed' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await run(`
    CREATE TRIGGER partner_entries_open_month BEFORE INSERT ON partner_entries
      FOR EACH ROW EXECUTE FUNCTION refuse_closed_partner_month()`)
  await run(`
    CREATE TRIGGER partner_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON partner_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    CREATE TABLE partner_holds (
      entry_id   uuid PRIMARY KEY REFERENCES partner_entries (id),
      settles_at timestamptz NOT NULL,
      state      text NOT NULL CHECK (state IN ('held', 'settled', 'void'))
    )`)
  await run(`CREATE INDEX partner_holds_due ON partner_holds (settles_at) WHERE state = 'held'`)

  await run(`
    CREATE TABLE partner_settlements (
      id              uuid PRIMARY KEY,
      partner_id      uuid NOT NULL REFERENCES partners (id),
      month           date NOT NULL ${isMonth('month')},
      number          integer CHECK (number > 0),
      state           text NOT NULL CHECK (state IN ('proposed', 'closed', 'refused')),
      entries         bigint NOT NULL CHECK (entries >= 0),
      given_points    bigint NOT NULL,
      given_fen       bigint NOT NULL,
      burned_points   bigint NOT NULL,
      burned_fen      bigint NOT NULL,
      adjusted_fen    bigint NOT NULL,
      net_fen         bigint NOT NULL CHECK (net_fen = given_fen - burned_fen + adjusted_fen),
      proposed_by     uuid NOT NULL REFERENCES staff (id),
      proposed_at     timestamptz NOT NULL,
      decided_by      uuid REFERENCES staff (id),
      decided_at      timestamptz,
      decision_reason text NOT NULL DEFAULT '',
      sent_on         date,
      paid_on         date,
      paid_reference  text,
      CHECK ((state = 'proposed') = (decided_by IS NULL)),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK ((state = 'closed') = (number IS NOT NULL)),
      CHECK (state = 'closed' OR (sent_on IS NULL AND paid_on IS NULL)),
      CHECK ((paid_on IS NULL) = (paid_reference IS NULL)),
      CONSTRAINT partner_settlements_two_people CHECK (state <> 'closed' OR decided_by <> proposed_by
        OR decision_reason <> ''),
      CONSTRAINT partner_settlements_numbered UNIQUE (partner_id, number)
    )`)
  await run(`
    CREATE UNIQUE INDEX partner_settlements_once ON partner_settlements (partner_id, month) WHERE state <> 'refused'`)
  await run(
    `CREATE UNIQUE INDEX partner_settlements_one_open ON partner_settlements (partner_id) WHERE state = 'proposed'`,
  )

  await run(`
    CREATE FUNCTION keep_partner_decision() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      may_change text[] := CASE WHEN TG_OP = 'DELETE' THEN '{}'
        WHEN OLD.state = 'proposed' THEN TG_ARGV[0]::text[] ELSE TG_ARGV[1]::text[] END;
      kept text;
    BEGIN
      IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - may_change) <> (to_jsonb(OLD) - may_change) THEN
        RAISE EXCEPTION 'what was decided with a partner is kept as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      IF OLD.state <> 'proposed' THEN
        FOREACH kept IN ARRAY may_change LOOP
          IF to_jsonb(OLD) ->> kept IS NOT NULL AND to_jsonb(NEW) -> kept <> to_jsonb(OLD) -> kept THEN
            RAISE EXCEPTION 'what was decided with a partner is kept as it is' USING ERRCODE = 'restrict_violation';
          END IF;
        END LOOP;
      END IF;
      RETURN NEW;
    END $$`)
  const keep = (table: string, proposed: string, decided: string) =>
    run(`
      CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION keep_partner_decision('{${proposed}}', '{${decided}}')`)
  const decision = 'state,decided_by,decided_at,decision_reason'
  await keep('partner_agreements', `${decision},starts_at`, '')
  await keep('partner_settlements', `${decision},number`, 'sent_on,paid_on,paid_reference')
}
