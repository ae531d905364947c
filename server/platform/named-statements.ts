import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient, Submittable } from 'pg'

/** A name costs the database memory on every connection for good; texts beyond these are planned each time. */
const MOST_NAMES = 300
/** Texts that come less often have as many forms as their callers have values: they get no name. */
const USES_BEFORE_NAME = 3
/** Texts that are watched for coming again. */
const MOST_WATCHED = 2_000

/** Which texts have a name, the same on every connection of a pool. */
interface StatementNames {
  /** @returns undefined for a text that goes without */
  nameOf(text: string): string | undefined
  /** It goes without a name from now on. */
  drop(text: string): void
}

function statementNames(): StatementNames {
  const names = new Map<string, string>()
  const uses = new Map<string, number>()
  const dropped = new Set<string>()
  return {
    nameOf(text) {
      const name = names.get(text)
      if (name !== undefined) return name
      if (names.size === MOST_NAMES || dropped.has(text)) return undefined
      const used = (uses.get(text) ?? 0) + 1
      if (used <= USES_BEFORE_NAME) {
        if (uses.size === MOST_WATCHED) uses.clear()
        uses.set(text, used)
        return undefined
      }
      uses.delete(text)
      const made = createHash('sha256').update(text).digest('base64url').slice(0, 22)
      names.set(text, made)
      return made
    },
    drop(text) {
      names.delete(text)
      dropped.add(text)
    },
  }
}

/** SQLSTATE of a prepared statement whose columns a migration has changed: `cached plan must not change result type`. */
const FEATURE_NOT_SUPPORTED = '0A000'

/**
 * A pool whose statements with parameters are prepared once on each connection, under a name, and then only carried
 * out: parsing and planning cost more than most of our statements do.
 */
export function withNamedStatements(pool: Pool): PostgresPool {
  const names = statementNames()
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known) return known
      const naming = namingClient(client, names)
      wrapped.set(client, naming)
      return naming
    },
    end: () => pool.end(),
  }
}

function namingClient(client: PoolClient, names: StatementNames): PostgresPoolClient {
  async function run(text: string, parameters: readonly unknown[]): Promise<unknown> {
    const values = parameters.map(asSent)
    const name = values.length > 0 ? names.nameOf(text) : undefined
    if (name === undefined) return client.query(text, values)
    try {
      return await client.query({ name, text, values })
    } catch (error) {
      if (!isOutdated(error)) throw error
      names.drop(text)
      return client.query(text, values).catch(() => {
        throw error // inside a transaction, which is lost: it begins anew
      })
    }
  }
  const query = (what: string | Submittable, values: readonly unknown[] = []): unknown =>
    typeof what === 'string' ? run(what, values) : client.query(what) // a cursor goes as it is
  return { query: query as PostgresPoolClient['query'], release: () => client.release() }
}

/** Moments go in UTC: the driver would put each together from the parts of its local time, at ten times the cost. */
const asSent = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(momentAsSent) : momentAsSent(value)

const momentAsSent = (value: unknown): unknown => (value instanceof Date ? asWritten(value) : value)

/** As ISO 8601 has it, but for years that PostgreSQL writes otherwise; the driver takes local time to whole minutes there. */
function asWritten(moment: Date): string {
  const iso = moment.toISOString()
  const year = moment.getUTCFullYear()
  if (year > 0 && year < 10_000) return iso
  const withinYear = iso.slice(iso.indexOf('-', 1))
  return year > 0 ? `${year}${withinYear}` : `${String(1 - year).padStart(4, '0')}${withinYear} BC`
}

/** SQLSTATE where `ON CONFLICT … WHERE` compares with a parameter: planned without its value it finds no partial index. */
const INVALID_COLUMN_REFERENCE = '42P10'

/**
 * @returns whether a prepared statement failed because its tables have changed since, or because it was planned without
 * its parameters; the next try goes without a name
 */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === INVALID_COLUMN_REFERENCE ||
    (error.code === FEATURE_NOT_SUPPORTED && error.message.includes('cached plan')))
