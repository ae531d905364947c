import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { migrate } from '../migrations/index.ts'
import { openDatabase } from '../platform/database.ts'
import { demandSupportedPostgres } from '../platform/database-version.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '',
  help: 'Brings the database named by DATABASE_URL up to date. Doing it twice does no harm.',
  options: {},
  run: async (_, output) => {
    const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
    try {
      await demandSupportedPostgres(db)
      const applied = await migrate(db)
      output.result(
        { applied },
        applied.length ? `Applied ${applied.join(', ')}.` : 'The database is up to date.',
      )
      return 0
    } finally {
      await db.destroy()
    }
  },
}
