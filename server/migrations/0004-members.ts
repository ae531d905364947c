import { sql, type Kysely } from 'kysely'

/** Members are a pseudonymous row; who they are lies beside it, sealed with a key of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE members (
      id           uuid PRIMARY KEY,
      programme_id uuid NOT NULL REFERENCES programmes (id),
      level        text NOT NULL,
      joined_at    timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE member_identities (
      member_id       uuid PRIMARY KEY REFERENCES members (id),
      wrapped_key     bytea NOT NULL,
      sealed_name     bytea NOT NULL,
      sealed_phone    bytea NOT NULL,
      sealed_birthday bytea,
      phone_index     bytea NOT NULL UNIQUE,
      updated_at      timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE consent_texts (
      version    text PRIMARY KEY,
      text_zh    text NOT NULL,
      text_en    text NOT NULL,
      created_at timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TRIGGER consent_texts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_texts
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
  await sql`
    CREATE TABLE consents (
      member_id        uuid NOT NULL REFERENCES members (id),
      id               uuid NOT NULL,
      text_version     text NOT NULL REFERENCES consent_texts (version),
      sealed_signature bytea NOT NULL,
      given_at         timestamptz NOT NULL,
      PRIMARY KEY (member_id, id)
    )`.execute(db)
  await sql`
    CREATE TABLE member_pins (
      member_id       uuid PRIMARY KEY REFERENCES members (id),
      hash            text NOT NULL,
      failed_attempts integer NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
      locked_until    timestamptz,
      set_at          timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE one_time_codes (
      id              uuid PRIMARY KEY,
      member_id       uuid NOT NULL REFERENCES members (id),
      purpose         text NOT NULL CHECK (purpose IN ('set-pin', 'claim-account')),
      code_hash       bytea NOT NULL,
      failed_attempts integer NOT NULL DEFAULT 0 CHECK (failed_attempts BETWEEN 0 AND 5),
      expires_at      timestamptz NOT NULL,
      used_at         timestamptz,
      created_at      timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX one_time_codes_by_member ON one_time_codes (member_id, purpose, created_at)`.execute(
    db,
  )
  await sql`
    CREATE TABLE messages (
      id             uuid PRIMARY KEY,
      channel        text NOT NULL CHECK (channel IN ('sms', 'email')),
      sealed_content bytea NOT NULL,
      state          text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
      created_at     timestamptz NOT NULL,
      sent_at        timestamptz
    )`.execute(db)
}
