import { sql, type Kysely } from 'kysely'

/**
 * Transfers and the lots they moved lie in one table a year, by the shop's calendar; a year that is long over can be
 * archived. What members had when it was, stays behind as their opening.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`ALTER TABLE points_transfer_lots RENAME TO undivided_transfer_lots`)
  await run(`ALTER TABLE points_transfers RENAME TO undivided_transfers`)
  for (const name of ['transfer_lots', 'transfers'])
    await run(`ALTER TABLE undivided_${name} RENAME CONSTRAINT points_${name}_pkey TO undivided_${name}_pkey`)
  await run(
    `ALTER TABLE undivided_transfers RENAME CONSTRAINT points_transfers_numbered TO undivided_transfers_numbered`,
  )
  await run(`ALTER INDEX points_transfers_by_cause RENAME TO undivided_transfers_by_cause`)

  await run(`
    CREATE TABLE points_transfers (
      member_id       uuid NOT NULL REFERENCES members (id),
      id              uuid NOT NULL,
      number          bigint NOT NULL,
      from_account    text NOT NULL,
      to_account      text NOT NULL,
      points          bigint NOT NULL CHECK (points > 0),
      reason          text NOT NULL,
      reference       text NOT NULL,
      spendable_after bigint NOT NULL,
      happened_at     timestamptz NOT NULL,
      recorded_at     timestamptz NOT NULL,
      CHECK (from_account <> to_account),
      CONSTRAINT points_transfers_reason_check CHECK (reason IN ('welcome', 'purchase', 'return', 'hold',
        'settle', 'void', 'expire', 'correction', 'netting', 'mature', 'lapse', 'birthday', 'activity', 'referral',
        'sharing', 'opening', 'partner-earn', 'partner-burn', 'partner-cancel')),
      CONSTRAINT points_transfers_from_account_check CHECK (from_account IN
        ('pending', 'spendable', 'held', 'owed', 'issued', 'expired', 'corrected')),
      CONSTRAINT points_transfers_to_account_check CHECK (to_account IN
        ('pending', 'spendable', 'held', 'owed', 'spent', 'taken-back', 'expired', 'corrected')),
      PRIMARY KEY (member_id, id, recorded_at),
      CONSTRAINT points_transfers_numbered UNIQUE (member_id, number, recorded_at)
    ) PARTITION BY RANGE (recorded_at)`)
  await run(`CREATE INDEX points_transfers_by_cause ON points_transfers (member_id, reference)`)
  await run(`
    CREATE TABLE points_transfer_lots (
      member_id   uuid NOT NULL,
      transfer_id uuid NOT NULL,
      lot_id      uuid NOT NULL,
      points      bigint NOT NULL CHECK (points > 0),
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (member_id, transfer_id, lot_id, recorded_at),
      FOREIGN KEY (member_id, transfer_id, recorded_at) REFERENCES points_transfers (member_id, id, recorded_at),
      FOREIGN KEY (member_id, lot_id) REFERENCES points_lots (member_id, id)
    ) PARTITION BY RANGE (recorded_at)`)
  for (const table of ['points_transfers', 'points_transfer_lots']) {
    await run(`CREATE TABLE ${table}_default PARTITION OF ${table} DEFAULT`)
    for (const part of [table, `${table}_default`])
      await run(`
        CREATE TRIGGER ${part}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${part}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  }

  // A year whose first rows lie in the default table stays there: they are never moved.
  await run(`
    CREATE FUNCTION add_points_year(year integer) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      begins timestamptz := make_timestamptz(year, 1, 1, 0, 0, 0, 'Asia/Shanghai');
      ends   timestamptz := make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai');
      whole  text;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('add_points_year'));
      IF to_regclass('points_transfers_' || year) IS NOT NULL OR EXISTS (
        SELECT FROM points_transfers_default WHERE recorded_at >= begins AND recorded_at < ends) THEN
        RETURN;
      END IF;
      FOREACH whole IN ARRAY ARRAY['points_transfers', 'points_transfer_lots'] LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                       whole || '_' || year, whole, begins, ends);
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       whole || '_' || year || '_append_only', whole || '_' || year);
      END LOOP;
    END $$`)
  await run(`
    SELECT add_points_year(year::integer)
      FROM generate_series(
        (SELECT extract(year FROM COALESCE(min(recorded_at), now()) AT TIME ZONE 'Asia/Shanghai') FROM undivided_transfers),
        extract(year FROM now() AT TIME ZONE 'Asia/Shanghai') + 2) year`)
  await run(`
    INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                  spendable_after, happened_at, recorded_at)
    SELECT member_id, id, number, from_account, to_account, points, reason, reference,
           spendable_after, happened_at, recorded_at
      FROM undivided_transfers`)
  await run(`
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
    SELECT p.member_id, p.transfer_id, p.lot_id, p.points, t.recorded_at
      FROM undivided_transfer_lots p
      JOIN undivided_transfers t ON t.member_id = p.member_id AND t.id = p.transfer_id`)
  // A correction names its entry for ever, also when that lies in the archive.
  await run(`ALTER TABLE points_corrections DROP CONSTRAINT points_corrections_member_id_corrects_fkey`)
  await run(`DROP TABLE undivided_transfer_lots, undivided_transfers`)

  await run(`CREATE SCHEMA points_archive`)
  await run(`
    CREATE FUNCTION detach_points_year(year integer) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      whole text;
      part  text;
      key   name;
    BEGIN
      FOREACH whole IN ARRAY ARRAY['points_transfer_lots', 'points_transfers'] LOOP
        part := whole || '_' || year;
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', whole, part);
        FOR key IN SELECT conname FROM pg_constraint WHERE conrelid = part::regclass AND contype = 'f' AND conparentid = 0 LOOP
          EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', part, key);
        END LOOP;
        EXECUTE format('ALTER TABLE %I SET SCHEMA points_archive', part);
      END LOOP;
    END $$`)
  await run(`
    CREATE TABLE points_archives (
      year       integer PRIMARY KEY,
      transfers  bigint NOT NULL,
      issued     bigint NOT NULL,
      spent      bigint NOT NULL,
      taken_back bigint NOT NULL,
      expired    bigint NOT NULL,
      corrected  bigint NOT NULL,
      archived_at timestamptz NOT NULL
    )`)
  await run(`
    CREATE TABLE points_openings (
      member_id  uuid PRIMARY KEY REFERENCES members (id),
      pending    bigint NOT NULL,
      spendable  bigint NOT NULL,
      held       bigint NOT NULL,
      owed       bigint NOT NULL,
      last_entry bigint NOT NULL,
      until_year integer NOT NULL REFERENCES points_archives (year)
    )`)
  await run(`
    CREATE TABLE points_lot_openings (
      member_id      uuid NOT NULL,
      lot_id         uuid NOT NULL,
      points_left    bigint NOT NULL,
      points_expired bigint NOT NULL,
      PRIMARY KEY (member_id, lot_id),
      FOREIGN KEY (member_id, lot_id) REFERENCES points_lots (member_id, id)
    )`)
}
