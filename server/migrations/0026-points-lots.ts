import { sql, type Kysely } from 'kysely'

/**
 * Points come in lots that become available and expire; each transfer says which lots it moved. What members had
 * before becomes one lot each that never expires, and every transfer until now a part of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE points_accounts
      DROP CONSTRAINT points_accounts_account_check,
      ADD CONSTRAINT points_accounts_account_check CHECK (account IN ('pending', 'spendable', 'held', 'owed')),
      ADD last_entry bigint NOT NULL DEFAULT 0`)
  await run(`
    ALTER TABLE points_transfers
      DROP CONSTRAINT points_transfers_reason_check,
      DROP CONSTRAINT points_transfers_from_account_check,
      DROP CONSTRAINT points_transfers_to_account_check,
      ADD CONSTRAINT points_transfers_reason_check CHECK (reason IN ('welcome', 'purchase', 'return', 'hold',
        'settle', 'void', 'expire', 'correction', 'netting', 'mature', 'lapse', 'birthday', 'activity', 'referral', 'sharing')),
      ADD CONSTRAINT points_transfers_from_account_check CHECK (from_account IN
        ('pending', 'spendable', 'held', 'owed', 'issued', 'expired', 'corrected')),
      ADD CONSTRAINT points_transfers_to_account_check CHECK (to_account IN
        ('pending', 'spendable', 'held', 'owed', 'spent', 'taken-back', 'expired', 'corrected')),
      ADD number bigint,
      ADD spendable_after bigint`)

  await run(`ALTER TABLE points_transfers DISABLE TRIGGER points_transfers_append_only`)
  await run(`
    UPDATE points_transfers t SET number = o.number, spendable_after = o.spendable_after
      FROM (SELECT member_id, id, row_number() OVER in_order AS number,
                   SUM(CASE 'spendable' WHEN to_account THEN points WHEN from_account THEN -points ELSE 0 END)
                     OVER in_order AS spendable_after
              FROM points_transfers
            WINDOW in_order AS (PARTITION BY member_id ORDER BY recorded_at, reason = 'netting', id
                                ROWS UNBOUNDED PRECEDING)) o
     WHERE t.member_id = o.member_id AND t.id = o.id`)
  await run(`ALTER TABLE points_transfers ENABLE TRIGGER points_transfers_append_only`)
  await run(`
    ALTER TABLE points_transfers
      ALTER number SET NOT NULL,
      ALTER spendable_after SET NOT NULL,
      ADD CONSTRAINT points_transfers_numbered UNIQUE (member_id, number)`)
  await run(`DROP INDEX points_transfers_newest`)
  await run(`CREATE INDEX points_transfers_by_cause ON points_transfers (member_id, reference)`)

  await run(`
    CREATE TABLE points_lots (
      member_id      uuid NOT NULL REFERENCES members (id),
      id             uuid NOT NULL,
      reference      text NOT NULL,
      account        text NOT NULL CHECK (account IN ('pending', 'spendable')),
      earned_at      timestamptz NOT NULL,
      available_at   timestamptz NOT NULL,
      expires_at     timestamptz,
      points         bigint NOT NULL CHECK (points > 0),
      points_left    bigint NOT NULL,
      points_expired bigint NOT NULL DEFAULT 0,
      due_at         timestamptz GENERATED ALWAYS AS
                       (CASE account WHEN 'pending' THEN available_at ELSE expires_at END) STORED,
      PRIMARY KEY (member_id, id),
      CONSTRAINT points_lots_never_overdrawn CHECK (points_left >= 0 AND points_expired >= 0
        AND points_left + points_expired <= points)
    )`)
  await run(`CREATE INDEX points_lots_open ON points_lots (member_id, due_at) WHERE points_left > 0`)
  await run(
    `CREATE INDEX points_lots_due ON points_lots (due_at) WHERE points_left > 0 AND due_at IS NOT NULL`,
  )
  await run(`CREATE INDEX points_lots_by_cause ON points_lots (member_id, reference)`)
  await run(`
    CREATE TABLE points_transfer_lots (
      member_id   uuid NOT NULL,
      transfer_id uuid NOT NULL,
      lot_id      uuid NOT NULL,
      points      bigint NOT NULL CHECK (points > 0),
      PRIMARY KEY (member_id, transfer_id, lot_id),
      FOREIGN KEY (member_id, transfer_id) REFERENCES points_transfers (member_id, id),
      FOREIGN KEY (member_id, lot_id) REFERENCES points_lots (member_id, id)
    )`)
  await run(`
    CREATE TRIGGER points_transfer_lots_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_transfer_lots
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
    SELECT t.member_id, (array_agg(t.id ORDER BY t.number))[1], 'opening:lots', 'spendable',
           min(t.happened_at), min(t.happened_at), sum(t.points),
           (SELECT a.points FROM points_accounts a WHERE a.member_id = t.member_id AND a.account = 'spendable')
      FROM points_transfers t WHERE t.from_account = 'issued' GROUP BY t.member_id`)
  await run(`
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points)
    SELECT t.member_id, t.id, l.id, t.points
      FROM points_transfers t JOIN points_lots l ON l.member_id = t.member_id
     WHERE t.from_account IN ('spendable', 'held') OR t.to_account IN ('spendable', 'held')`)
  await run(`
    INSERT INTO points_accounts (member_id, account, points)
    SELECT m.member_id, a.account, 0
      FROM (SELECT DISTINCT member_id FROM points_transfers) m
     CROSS JOIN (VALUES ('pending'), ('spendable'), ('held'), ('owed')) a (account)
        ON CONFLICT DO NOTHING`)
  await run(`
    UPDATE points_accounts a SET last_entry = (SELECT max(t.number) FROM points_transfers t
                                                WHERE t.member_id = a.member_id)
     WHERE a.account = 'spendable'`)
}
