import { sql, type Kysely } from 'kysely'

const isMonth = (column: string) => `CHECK (${column} = date_trunc('month', ${column}))`

/**
 * What the points report says of a month that is over: reckoned once, never changed. With it, what a point is worth,
 * in versions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE closed_months (
      month     date PRIMARY KEY ${isMonth('month')},
      closed_at timestamptz NOT NULL
    )`)
  await run(`
    CREATE TABLE closed_flows (
      month        date NOT NULL REFERENCES closed_months (month),
      earned_month date ${isMonth('earned_month')},
      from_account text NOT NULL,
      to_account   text NOT NULL,
      reason       text NOT NULL,
      points       bigint NOT NULL CHECK (points > 0),
      CONSTRAINT closed_flows_once UNIQUE NULLS NOT DISTINCT (month, earned_month, from_account, to_account, reason)
    )`)
  await run(`
    CREATE TABLE closed_cohorts (
      month        date NOT NULL REFERENCES closed_months (month),
      joined_month date NOT NULL ${isMonth('joined_month')},
      members      bigint NOT NULL CHECK (members >= 0),
      buyers       bigint NOT NULL CHECK (buyers >= 0),
      earned       bigint NOT NULL CHECK (earned >= 0),
      redeemed     bigint NOT NULL CHECK (redeemed >= 0),
      PRIMARY KEY (month, joined_month)
    )`)
  await run(`
    CREATE TABLE closed_level_flows (
      month      date NOT NULL REFERENCES closed_months (month),
      from_level text NOT NULL,
      to_level   text NOT NULL,
      kind       text NOT NULL,
      changes    bigint NOT NULL CHECK (changes > 0),
      PRIMARY KEY (month, from_level, to_level, kind)
    )`)
  await run(`
    CREATE TABLE closed_first_redemptions (
      month   date NOT NULL REFERENCES closed_months (month),
      days    integer NOT NULL CHECK (days >= 0),
      members bigint NOT NULL CHECK (members > 0),
      PRIMARY KEY (month, days)
    )`)
  await run(`
    CREATE TABLE point_worths (
      version         integer PRIMARY KEY CHECK (version > 0),
      fen_per_hundred integer NOT NULL CHECK (fen_per_hundred BETWEEN 1 AND 1000000),
      set_by          uuid NOT NULL REFERENCES staff (id),
      set_at          timestamptz NOT NULL
    )`)
  for (const table of [
    'closed_months',
    'closed_flows',
    'closed_cohorts',
    'closed_level_flows',
    'closed_first_redemptions',
    'point_worths',
  ])
    await run(`
      CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  // A month is a narrow stretch of these tables, which grow in the order of time.
  await run(`CREATE INDEX level_changes_newly_recorded ON level_changes USING brin (recorded_at)`)
  await run(`CREATE INDEX redemptions_newly_ended ON redemptions USING brin (ended_at)`)
}
