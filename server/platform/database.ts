import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { withNamedStatements } from './named-statements.ts'
import type { AuditEntryTable, AuditLinkTable, CommandTable, EventTable, WrongGuessTable } from './table.ts'

/**
 * Every table's row type: the platform's own; each feature's `table.ts` adds its own by declaration merging.
 * @public
 */
export interface Database {
  commands: CommandTable
  audit_entries: AuditEntryTable
  audit_links: AuditLinkTable
  events: EventTable
  wrong_guesses: WrongGuessTable
}

/** May read; writes happen in a transaction only. */
export type Db = Kysely<Database>
/** A transaction under way: what a function takes that writes. */
export type Tx = Transaction<Database>

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text))
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export interface DatabaseOptions {
  url: string
  /** connections at most */
  size?: number
}

/** Opens a pool; nothing is connected until the first query. */
export function openDatabase({ url, size = 10 }: DatabaseOptions): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 5_000,
    // A firewall forgets a connection that is long still, and tells neither side.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    application_name: 'cardwright',
  })
  pool.on('error', () => {}) // an idle connection that dies is replaced by the next query
  // One that dies between two queries of a transaction fails the next of them, and not the whole process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool) }) })
}
