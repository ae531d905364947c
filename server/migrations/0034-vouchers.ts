import { sql, type Kysely } from 'kysely'

/** Vouchers and what became of each; what members have taken of their level's counted benefits; wrong codes by who sent them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE vouchers (
      id             uuid PRIMARY KEY,
      member_id      uuid NOT NULL REFERENCES members (id),
      number         char(7) NOT NULL UNIQUE,
      kind           text NOT NULL CHECK (kind IN ('amount', 'percent', 'benefit')),
      name_zh        text NOT NULL CHECK (name_zh <> ''),
      name_en        text NOT NULL CHECK (name_en <> ''),
      value_fen      bigint CHECK (value_fen > 0),
      rate_per_mille integer CHECK (rate_per_mille BETWEEN 1 AND 999),
      minimum_fen    bigint NOT NULL CHECK (minimum_fen >= 0),
      keeps_change   boolean NOT NULL,
      origin         text NOT NULL CHECK (origin IN ('redemption', 'return', 'benefit')),
      reference      text NOT NULL,
      issued_at      timestamptz NOT NULL,
      expires_at     timestamptz NOT NULL CHECK (expires_at > issued_at),
      state          text NOT NULL CHECK (state IN ('open', 'used', 'void', 'expired')),
      left_fen       bigint CHECK (left_fen BETWEEN 0 AND value_fen),
      changes        integer NOT NULL CHECK (changes > 0),
      CHECK ((kind = 'amount') = (value_fen IS NOT NULL)),
      CHECK ((kind = 'amount') = (left_fen IS NOT NULL)),
      CHECK ((kind = 'percent') = (rate_per_mille IS NOT NULL)),
      CHECK (state <> 'open' OR left_fen IS NULL OR left_fen > 0),
      CHECK (NOT keeps_change OR kind = 'amount')
    )`)
  await run(`CREATE INDEX vouchers_by_member ON vouchers (member_id, issued_at)`)
  await run(`CREATE INDEX vouchers_to_expire ON vouchers (expires_at) WHERE state = 'open'`)
  await run(`
    CREATE TABLE voucher_changes (
      voucher_id  uuid NOT NULL REFERENCES vouchers (id),
      position    integer NOT NULL CHECK (position > 0),
      kind        text NOT NULL CHECK (kind IN ('issued', 'used', 'part-used', 'given-back', 'void', 'expired')),
      fen         bigint CHECK (fen >= 0),
      left_fen    bigint,
      reference   text NOT NULL,
      reason      text NOT NULL,
      recorded_by text NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (voucher_id, position)
    )`)
  await run(`
    CREATE UNIQUE INDEX voucher_changes_one_of_a_purchase ON voucher_changes (reference)
      WHERE kind IN ('used', 'part-used') AND reference LIKE 'purchase:%'`)
  await run(`
    CREATE TRIGGER voucher_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_changes
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  // Where a voucher stands is what its last change says: neither is written without the other.
  await run(`
    ALTER TABLE vouchers ADD CONSTRAINT vouchers_last_change FOREIGN KEY (id, changes)
      REFERENCES voucher_changes (voucher_id, position) DEFERRABLE INITIALLY DEFERRED`)
  await run(`
    CREATE FUNCTION keep_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.changes <> OLD.changes + 1
         OR (to_jsonb(NEW) - '{state,left_fen,changes}'::text[]) <> (to_jsonb(OLD) - '{state,left_fen,changes}'::text[]) THEN
        RAISE EXCEPTION 'a voucher keeps what it was issued with';
      END IF;
      RETURN NEW;
    END $$`)
  await run(
    `CREATE TRIGGER vouchers_keep BEFORE UPDATE ON vouchers FOR EACH ROW EXECUTE FUNCTION keep_voucher()`,
  )
  await run(`
    CREATE TRIGGER vouchers_stay BEFORE DELETE OR TRUNCATE ON vouchers
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`
    CREATE TABLE benefit_counts (
      member_id uuid NOT NULL REFERENCES members (id),
      year      integer NOT NULL,
      benefit   text NOT NULL,
      used      integer NOT NULL CHECK (used >= 0),
      PRIMARY KEY (member_id, year, benefit)
    )`)
  await run(`
    CREATE TABLE voucher_guesses (
      guesser text PRIMARY KEY,
      wrong   integer NOT NULL CHECK (wrong > 0),
      since   timestamptz NOT NULL
    )`)
}
