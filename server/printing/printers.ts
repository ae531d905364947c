import { HardwareError } from '../../hardware/ports.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { openPrinter, type PrintingNeeds } from './devices.ts'
import { sheetOf } from './profile.ts'
import { cardsWanted, findPrinter, listPrinters, type PrinterRow } from './queries.ts'
import { reasonName, troubleOf } from './readiness.ts'
import type { Printer, PrinterNow } from './schema.ts'
import { enoughFor } from './supplies.ts'

/** Every printer with what lies in it and what is still wanted of its kind. */
export async function describePrinters(db: Db): Promise<Printer[]> {
  const [rows, wanted] = await Promise.all([listPrinters(db), cardsWanted(db)])
  return rows.map((row) => asPrinter(row, wanted.get(row.kind) ?? 0))
}

function asPrinter(row: PrinterRow, wanted: number): Printer {
  const { id, name, address, certificateSha256, kind, placeId, place, ribbonPerCard, countsCards } = row
  const { offsetXUm, offsetYUm, scalePpm, rotationMdeg, blanks, ribbon, colourProfileId } = row
  return {
    id,
    name,
    address,
    certificateSha256,
    kind,
    placeId,
    place,
    profile: { offsetXUm, offsetYUm, scalePpm, rotationMdeg },
    ribbonPerCard,
    countsCards,
    sheet: sheetOf(row) ?? null,
    colourProfileId,
    supplies: { blanks, ribbon, enoughFor: enoughFor(row) },
    wanted,
  }
}

/** Asks the printer itself. Refuses with `printer-unknown`. */
export async function askPrinter(
  db: Db,
  printerId: string,
  needs: Pick<PrintingNeeds, 'allowsThisMachine'>,
): Promise<Result<PrinterNow, 'printer-unknown'>> {
  const printer = await findPrinter(db, printerId)
  if (!printer) return refuse('printer-unknown')
  try {
    const look = await openPrinter(printer, needs).look()
    const trouble = troubleOf(look)
    const state = trouble ? 'held-up' : look.state === 'processing' ? 'printing' : 'ready'
    return accept({
      state,
      trouble,
      reasons: look.reasons.map(reasonName),
      model: look.model,
      media: [...look.media],
    })
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error
    return accept({ state: 'away', trouble: error.code, reasons: [], model: '', media: [] })
  }
}
