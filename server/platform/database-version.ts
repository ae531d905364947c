import { sql } from 'kysely'
import type { Db } from './database.ts'
import { AppError } from './errors.ts'

const oldestMajor = 15

/** @throws AppError `database-too-old` with the sentence that says which PostgreSQL is needed */
export async function demandSupportedPostgres(db: Db): Promise<void> {
  const { rows } = await sql<{
    version: string
  }>`SELECT current_setting('server_version') AS version`.execute(db)
  const version = rows[0]?.version ?? 'unknown'
  if (Number.parseInt(version) >= oldestMajor) return
  throw new AppError(
    'database-too-old',
    `DATABASE_URL names a PostgreSQL ${version}; Cardwright needs PostgreSQL ${oldestMajor} or newer.`,
  )
}
