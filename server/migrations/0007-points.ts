import { sql, type Kysely } from 'kysely'

/**
 * The ledger: transfers between accounts, never edited. A member's accounts are kept as balances that
 * constraints guard; the programme's side (issued, spent, expired) is the sum of the transfers.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE points_accounts (
      member_id uuid NOT NULL REFERENCES members (id),
      account   text NOT NULL CHECK (account IN ('spendable', 'held', 'owed')),
      points    bigint NOT NULL,
      PRIMARY KEY (member_id, account),
      CONSTRAINT points_accounts_never_overdrawn CHECK (CASE account WHEN 'owed' THEN points <= 0 ELSE points >= 0 END)
    )`.execute(db)
  await sql`
    CREATE TABLE points_transfers (
      member_id    uuid NOT NULL REFERENCES members (id),
      id           uuid NOT NULL,
      from_account text NOT NULL,
      to_account   text NOT NULL,
      points       bigint NOT NULL CHECK (points > 0),
      reason       text NOT NULL CHECK (reason IN ('welcome', 'purchase', 'return', 'hold', 'settle', 'void', 'expire', 'correction', 'netting', 'join-accounts')),
      reference    text NOT NULL,
      happened_at  timestamptz NOT NULL,
      recorded_at  timestamptz NOT NULL,
      PRIMARY KEY (member_id, id),
      CHECK (from_account <> to_account),
      CHECK (from_account IN ('spendable', 'held', 'owed', 'issued', 'spent', 'taken-back')),
      CHECK (to_account IN ('spendable', 'held', 'owed', 'issued', 'spent', 'taken-back'))
    )`.execute(db)
  await sql`CREATE INDEX points_transfers_newest ON points_transfers (member_id, recorded_at DESC, id DESC)`.execute(
    db,
  )
  await sql`
    CREATE TRIGGER points_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_transfers
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
}
