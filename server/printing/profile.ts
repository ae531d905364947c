import { cardsASheet, tenUpA4, type PrinterProfile } from '../../card-designs/engine/sheet.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findPrinter, type PrinterRow } from './queries.ts'
import type { PrinterSheet } from './schema.ts'

/** How cards stand on a printer's paper: as it was entered, or ten to an A4 sheet; undefined for a printer of cards. */
export const sheetOf = ({ kind, sheet }: Pick<PrinterRow, 'kind' | 'sheet'>): PrinterSheet | undefined =>
  kind === 'sheet' ? (sheet ?? USUAL) : undefined

const USUAL: PrinterSheet = { ...tenUpA4, duplex: 'long-edge' }

/** Cards that one blank becomes: a plastic card is one, a sheet as many as stand on it. */
export function cardsABlank(printer: Pick<PrinterRow, 'kind' | 'sheet'>): number {
  const sheet = sheetOf(printer)
  return sheet ? cardsASheet(sheet) : 1
}

type Misses = Pick<PrinterRow, 'offsetXUm' | 'offsetYUm' | 'scalePpm' | 'rotationMdeg'>

/** Moves, scales and turns the other way what a printer misses by. Both sides go through the same feeder. */
export function profileOf({ offsetXUm, offsetYUm, scalePpm, rotationMdeg }: Misses): PrinterProfile {
  const side = {
    offsetUm: { xUm: -offsetXUm, yUm: -offsetYUm },
    scalePpm: 1e12 / (1e6 + scalePpm),
    rotationMdeg: -rotationMdeg,
  }
  return { front: side, back: side }
}

/** The sheet on which somebody measures how far a sheet printer misses. Refuses with `printer-unknown`, `printer-takes-cards`. */
export async function calibrationSheet(
  db: Db,
  printerId: string,
): Promise<Result<Uint8Array, 'printer-unknown' | 'printer-takes-cards'>> {
  const printer = await findPrinter(db, printerId)
  if (!printer) return refuse('printer-unknown')
  const sheet = sheetOf(printer)
  if (!sheet) return refuse('printer-takes-cards')
  const { renderCalibrationPdf } = await import('../../card-designs/engine/sheets-pdf.ts')
  return accept(await renderCalibrationPdf(sheet))
}
