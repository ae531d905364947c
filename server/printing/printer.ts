import { isDeepStrictEqual } from 'node:util'
import { fitsSheet } from '../../card-designs/engine/sheet.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { brokenConstraint } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { holdColourProfile } from './colour-profiles.ts'
import { isPrinterAddress, type PrintingNeeds } from './devices.ts'
import { sheetOf } from './profile.ts'
import { lockPrinter, type PrinterRow } from './queries.ts'
import type { ChangePrinter, NewPrinter, PrinterSheet } from './schema.ts'

type PrinterRefusal =
  | 'printer-unknown'
  | 'printer-address-wrong'
  | 'printer-name-taken'
  | 'printer-address-taken'
  | 'place-unknown'
  | 'printer-at-work'
  | 'colour-profile-unknown'
  | 'sheet-not-for-cards'
  | 'sheet-too-small'

/** Refuses in this order: `printer-address-wrong`, what is wrong with the sheet, `colour-profile-unknown`, what its table refuses. */
export async function addPrinter(
  work: Work,
  { kind, ...settings }: NewPrinter,
  needs: Pick<PrintingNeeds, 'allowsThisMachine'>,
): Promise<Result<{ id: string }, Exclude<PrinterRefusal, 'printer-unknown' | 'printer-at-work'>>> {
  if (!isPrinterAddress(settings.address, needs)) return refuse('printer-address-wrong')
  const wrong = wrongSheet(kind, settings.sheet)
  if (wrong) return refuse(wrong)
  if (!(await hasPress(work.tx, settings))) return refuse('colour-profile-unknown')
  const id = derivedId(work.id, 'printer')
  const added = { id, kind, added_by: staffOf(work.actor), added_at: work.now, retired_at: null }
  const refusal = await refusalOf(
    work.tx
      .insertInto('printers')
      .values({ ...added, ...columnsOf(settings), rests_until: null })
      .execute(),
  )
  if (refusal) return refuse(refusal)
  await audit(work, { action: 'printer.added', subject: `printer:${id}`, details: { name: settings.name } })
  await tellPrinter(work, id)
  return accept({ id })
}

/**
 * Refuses with `printer-address-wrong`, `printer-unknown`, what is wrong with the sheet, `printer-at-work` (cards are in it:
 * at another address nobody would know of them, on another sheet they would be counted wrong, for another press the rest of
 * them would look otherwise), `colour-profile-unknown`, what its table refuses.
 */
export async function changePrinter(
  work: Work,
  { printerId, ...settings }: ChangePrinter & { printerId: string },
  needs: Pick<PrintingNeeds, 'allowsThisMachine'>,
): Promise<Result<{ id: string }, PrinterRefusal>> {
  if (!isPrinterAddress(settings.address, needs)) return refuse('printer-address-wrong')
  const printer = await lockPrinter(work.tx, printerId)
  if (!printer) return refuse('printer-unknown')
  const wrong = wrongSheet(printer.kind, settings.sheet)
  if (wrong) return refuse(wrong)
  const [before, after] = [printer.sheet, settings.sheet ?? null].map((sheet) =>
    sheetOf({ ...printer, sheet }),
  )
  const isSame =
    settings.address === printer.address &&
    (settings.colourProfileId ?? null) === printer.colourProfileId &&
    isDeepStrictEqual(before, after)
  if (!isSame && (await hasCards(work.tx, printerId))) return refuse('printer-at-work')
  if (!(await hasPress(work.tx, settings))) return refuse('colour-profile-unknown')
  const refusal = await refusalOf(
    work.tx.updateTable('printers').set(columnsOf(settings)).where('id', '=', printerId).execute(),
  )
  if (refusal) return refuse(refusal)
  await audit(work, {
    action: 'printer.changed',
    subject: `printer:${printerId}`,
    details: { name: settings.name },
  })
  await tellPrinter(work, printerId)
  return accept({ id: printerId })
}

/** It gets no more work; refuses with `printer-unknown`, and with `printer-at-work` while it has some. */
export async function retirePrinter(
  work: Work,
  { printerId }: { printerId: string },
): Promise<Result<{ id: string }, 'printer-unknown' | 'printer-at-work'>> {
  if (!(await lockPrinter(work.tx, printerId))) return refuse('printer-unknown')
  const waitsForIt = await work.tx
    .selectFrom('print_jobs')
    .select('id')
    .where('printer_id', '=', printerId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (waitsForIt || (await hasCards(work.tx, printerId))) return refuse('printer-at-work')
  await work.tx.updateTable('printers').set({ retired_at: work.now }).where('id', '=', printerId).execute()
  await audit(work, { action: 'printer.retired', subject: `printer:${printerId}` })
  await tellPrinter(work, printerId)
  return accept({ id: printerId })
}

const hasPress = async (tx: Tx, { colourProfileId }: ChangePrinter): Promise<boolean> =>
  colourProfileId === undefined || (await holdColourProfile(tx, colourProfileId))

/** Whether cards are on their way to it, in it, or have to be counted there. */
async function hasCards(tx: Tx, printerId: string): Promise<boolean> {
  const chunk = await tx
    .selectFrom('print_chunks')
    .select('number')
    .where('printer_id', '=', printerId)
    .where('state', 'in', ['sending', 'printing', 'unclear'])
    .executeTakeFirst()
  return chunk !== undefined
}

const columnsOf = (settings: ChangePrinter) => ({
  name: settings.name.trim(),
  address: settings.address,
  certificate_sha256: settings.certificateSha256?.toLowerCase() ?? null,
  place_id: settings.placeId ?? null,
  offset_x_um: settings.profile?.offsetXUm ?? 0,
  offset_y_um: settings.profile?.offsetYUm ?? 0,
  scale_ppm: settings.profile?.scalePpm ?? 0,
  rotation_mdeg: settings.profile?.rotationMdeg ?? 0,
  ribbon_per_card: settings.ribbonPerCard ?? 2,
  counts_cards: settings.countsCards ?? false,
  sheet: settings.sheet ? JSON.stringify(settings.sheet) : null,
  colour_profile_id: settings.colourProfileId ?? null,
})

function wrongSheet(
  kind: PrinterRow['kind'],
  sheet: PrinterSheet | undefined,
): 'sheet-not-for-cards' | 'sheet-too-small' | undefined {
  if (!sheet) return undefined
  if (kind !== 'sheet') return 'sheet-not-for-cards'
  return fitsSheet(sheet) ? undefined : 'sheet-too-small'
}

type Meaning = 'printer-name-taken' | 'printer-address-taken' | 'place-unknown'
const constraints: Readonly<Record<string, Meaning>> = {
  printers_name: 'printer-name-taken',
  printers_address: 'printer-address-taken',
  printers_place_id_fkey: 'place-unknown',
}

/** @returns the refusal that a broken constraint means; the command undoes what it wrote */
async function refusalOf(write: Promise<unknown>): Promise<Meaning | undefined> {
  try {
    await write
    return undefined
  } catch (error) {
    const meaning = constraints[brokenConstraint(error) ?? '']
    if (!meaning) throw error
    return meaning
  }
}

export const tellPrinter = (work: Work, printerId: string): Promise<void> =>
  publish(work, { topic: 'printing', type: 'printer', data: { printerId } })
