import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { verifyAudit } from '../platform/audit.ts'
import { openDatabase } from '../platform/database.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '',
  help: 'Recomputes the audit chain of the database named by DATABASE_URL; exit code 1 when a link is broken.',
  options: {},
  run: async (_, output) => {
    const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
    try {
      const verdict = await verifyAudit(db)
      output.result(
        verdict,
        verdict.intact
          ? `The audit chain is intact: ${verdict.links} links, ${verdict.unsealed} entries not linked yet.`
          : `The audit chain is broken at link ${verdict.brokenAt} of ${verdict.links}.`,
      )
      return verdict.intact ? 0 : 1
    } finally {
      await db.destroy()
    }
  },
}
