import { actorName } from '../platform/actor.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { tellPrinter } from './printer.ts'
import { cardsABlank } from './profile.ts'
import { findPrinter, lockPrinter, type PrinterRow } from './queries.ts'
import type { ChangeSupplies, Supplies } from './schema.ts'

/** Blanks and ribbon that were put in, or that lie there: a count writes down its difference. Refuses with `printer-unknown`. */
export async function changeSupplies(
  work: Work,
  { printerId, kind, blanks, ribbon, reason = '' }: ChangeSupplies & { printerId: string },
): Promise<Result<Supplies, 'printer-unknown'>> {
  if (!(await lockPrinter(work.tx, printerId))) return refuse('printer-unknown')
  const before = await findPrinter(work.tx, printerId)
  if (!before) return refuse('printer-unknown')
  const more =
    kind === 'loaded'
      ? { blanks, ribbon }
      : { blanks: blanks - before.blanks, ribbon: ribbon - before.ribbon }
  if (more.blanks !== 0 || more.ribbon !== 0) await moveSupplies(work, { printerId, kind, ...more, reason })
  const after = { blanks: before.blanks + more.blanks, ribbon: before.ribbon + more.ribbon }
  return accept({ ...after, enoughFor: enoughFor({ ...before, ...after }) })
}

export interface SupplyMove {
  printerId: string
  kind: 'loaded' | 'counted' | 'printed' | 'wasted'
  /** signed */
  blanks: number
  ribbon: number
  reason?: string
}

export async function moveSupplies(
  work: Work,
  { printerId, kind, blanks, ribbon, reason = '' }: SupplyMove,
): Promise<void> {
  await work.tx
    .insertInto('print_supply_movements')
    .values({
      id: derivedId(work.id, `supplies:${kind}`),
      printer_id: printerId,
      kind,
      blanks,
      ribbon,
      reason,
      recorded_by: actorName(work.actor),
      recorded_at: work.now,
    })
    .execute()
  await tellPrinter(work, printerId)
}

/** Cards that blanks and ribbon are both enough for. */
export function enoughFor(
  printer: Pick<PrinterRow, 'kind' | 'sheet' | 'blanks' | 'ribbon' | 'ribbonPerCard'>,
): number {
  const { blanks, ribbon, ribbonPerCard } = printer
  const byBlanks = blanks * cardsABlank(printer)
  const byRibbon = ribbonPerCard === 0 ? byBlanks : Math.floor(ribbon / ribbonPerCard)
  return Math.max(0, Math.min(byBlanks, byRibbon))
}
