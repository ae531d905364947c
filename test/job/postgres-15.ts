import { mkdtemp, rm } from 'node:fs/promises'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../server/local/embedded-postgres.ts'
import { postgresHome } from '../../server/local/postgres-home.ts'
import { migrate } from '../../server/migrations/index.ts'
import { openDatabase } from '../../server/platform/database.ts'

/** Where Debian's package postgresql-15 has its programs. */
const DEBIAN_BINARIES = '/usr/lib/postgresql/15/bin'

/** A cluster of its own run by Debian's PostgreSQL 15, migrated and empty. */
export async function startPostgres15(): Promise<{ url: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-postgres-15-'))
  await chmod(folder, 0o711)
  const place = { folder: join(folder, 'postgres'), systemFolder: folder, binaries: DEBIAN_BINARIES }
  const postgres = await startPostgres(await postgresHome(place), { durable: false })
  const db = openDatabase({ url: postgres.url, size: 1 })
  await migrate(db)
  await db.destroy()
  return {
    url: postgres.url,
    async [Symbol.asyncDispose]() {
      await postgres.stop()
      await rm(folder, { recursive: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}
