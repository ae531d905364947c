import type { Tx } from '../platform/database.ts'
import { sheetOf } from './profile.ts'
import { findPrinter } from './queries.ts'
import type { PrinterProfile, PrinterSheet } from './schema.ts'

/** Sheets as a printer has them at this moment: a file is made as it was ordered, whatever becomes of the printer. */
export interface FileSheets {
  sheet: PrinterSheet
  profile: PrinterProfile
}

/** @returns undefined where no printer is named, `none` where it prints no sheets */
export async function sheetsLike(
  tx: Tx,
  printerId: string | undefined,
): Promise<FileSheets | 'none' | undefined> {
  if (printerId === undefined) return undefined
  const printer = await findPrinter(tx, printerId)
  const sheet = printer && sheetOf(printer)
  if (!printer || !sheet) return 'none'
  const { offsetXUm, offsetYUm, scalePpm, rotationMdeg } = printer
  return { sheet, profile: { offsetXUm, offsetYUm, scalePpm, rotationMdeg } }
}

interface NewFile {
  jobId: string
  colourProfileId: string | undefined
  sheets: FileSheets | undefined
}

export const insertFile = (tx: Tx, { jobId, colourProfileId, sheets }: NewFile) =>
  tx
    .insertInto('print_files')
    .values({
      job_id: jobId,
      colour_profile_id: colourProfileId ?? null,
      sheet: sheets ? JSON.stringify(sheets.sheet) : null,
      profile: sheets ? JSON.stringify(sheets.profile) : null,
      sealed_key: null,
      heard_at: null,
      kept_until: null,
      taken_by: null,
      taken_at: null,
    })
    .execute()
