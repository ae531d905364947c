import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { openDatabase } from '../platform/database.ts'
import { checkLedger } from '../points/index.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '',
  help: `Adds up every account, transfer and lot of the database named by DATABASE_URL; exit code 1 when they contradict
each other, when points came from nowhere or went nowhere, or when a month that is closed for the points report says
otherwise than the ledger.`,
  options: {},
  run: async (_, output) => {
    const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
    try {
      const check = await checkLedger(db)
      const { isBalanced, issued, corrected, spent, takenBack, expired, outstanding } = check
      const { wrongMembers, wrongMonths } = check
      output.result(
        check,
        isBalanced
          ? `The ledger is balanced: ${issued} issued and ${corrected} corrected are ${spent} spent, ${takenBack} taken back, ${expired} expired and ${outstanding} outstanding.`
          : `The ledger is wrong. Members whose books contradict themselves: ${wrongMembers.join(', ') || 'none'}. Closed months that say otherwise: ${wrongMonths.join(', ') || 'none'}.${wrongMembers.length + wrongMonths.length === 0 ? ' The totals differ.' : ''}`,
      )
      return isBalanced ? 0 : 1
    } finally {
      await db.destroy()
    }
  },
}
