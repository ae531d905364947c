import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import { archiveYear, type ArchiveRefusal } from '../points/index.ts'
import { requiredText, UsageError, type Command } from './command.ts'

const WHY: Record<ArchiveRefusal, (details: { oldest?: string | number }) => string> = {
  'year-too-young': () => 'Only years that ended more than two years ago can be archived.',
  'year-not-oldest': ({ oldest }) =>
    oldest === undefined ? 'Every year is archived already.' : `The oldest year goes first: ${oldest}.`,
  'year-undivided': () =>
    'Some transfers of that time lie in no year of their own (points_transfers_default): they stay.',
}

export const command: Command = {
  usage: '--year YEAR',
  help: `Takes the transfers of a year out of the ledger of the database named by DATABASE_URL. They lie in the schema
points_archive afterwards, for \`pg_dump --schema points_archive\`; what members had when the year ended stands as their
opening. Nobody spends for the moment that it takes.
  --year YEAR  the oldest one that is there, more than two years ago`,
  options: { year: { type: 'string' } },
  run: async (values, output) => {
    const year = Number(requiredText(values, 'year'))
    if (!Number.isInteger(year) || year < 2000 || year > 9999)
      throw new UsageError('--year is a year, as 2023.')
    const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
    try {
      const [now, id] = [systemClock.now(), newId()]
      const archived = await inTransaction(db, (tx) =>
        archiveYear({ tx, now, id, actor: { kind: 'system' } }, year),
      )
      if (archived.ok)
        output.result(
          { year, transfers: archived.value },
          `${archived.value} transfers of ${year} are archived.`,
        )
      else output.result({ year, refused: archived.reason }, WHY[archived.reason](archived.details ?? {}))
      return archived.ok ? 0 : 1
    } finally {
      await db.destroy()
    }
  },
}
