import { databaseUrlFromEnvironment } from '../config/environment.ts'
import { openDatabase } from '../platform/database.ts'
import { checkPartners } from '../partners/index.ts'
import { checkLedger } from '../points/index.ts'
import type { Command } from './command.ts'

type Check = Omit<Awaited<ReturnType<typeof checkLedger>>, 'isBalanced'>

const balanced = ({ issued, corrected, spent, takenBack, expired, outstanding }: Check): string =>
  `The ledger is balanced: ${issued} issued and ${corrected} corrected are ${spent} spent, ${takenBack} taken back, ${expired} expired and ${outstanding} outstanding. Partners' accounts say the same.`

function wrong({ wrongMembers, wrongMonths, wrongPartners }: Check & { wrongPartners: string[] }): string {
  const found = wrongMembers.length + wrongMonths.length + wrongPartners.length
  return `The ledger is wrong. Members whose books contradict themselves: ${wrongMembers.join(', ') || 'none'}. Closed months that say otherwise: ${wrongMonths.join(', ') || 'none'}. Partners: ${wrongPartners.join(', ') || 'none'}.${found === 0 ? ' The totals differ.' : ''}`
}

export const command: Command = {
  usage: '',
  help: `Adds up every account, transfer and lot of the database named by DATABASE_URL; exit code 1 when they contradict
each other, when points came from nowhere or went nowhere, when a month that is closed for the points report says
otherwise than the ledger, or when a partner's account says otherwise than its entries, settlements or members' points.`,
  options: {},
  run: async (_, output) => {
    const db = openDatabase({ url: databaseUrlFromEnvironment(), size: 1 })
    try {
      const { isBalanced: isLedgerBalanced, ...ledger } = await checkLedger(db)
      const { wrongPartners } = await checkPartners(db)
      const isBalanced = isLedgerBalanced && wrongPartners.length === 0
      const check = { isBalanced, ...ledger, wrongPartners }
      output.result(check, isBalanced ? balanced(ledger) : wrong(check))
      return isBalanced ? 0 : 1
    } finally {
      await db.destroy()
    }
  },
}
