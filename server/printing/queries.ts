import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PrinterSheet } from './schema.ts'
import type { PrinterTable } from './table.ts'

export interface PrinterRow extends Pick<PrinterTable, 'id' | 'name' | 'address' | 'kind'> {
  sheet: PrinterSheet | null
  colourProfileId: string | null
  certificateSha256: string | null
  placeId: string | null
  place: string | null
  offsetXUm: number
  offsetYUm: number
  scalePpm: number
  rotationMdeg: number
  ribbonPerCard: number
  countsCards: boolean
  restsUntil: Date | null
  blanks: number
  ribbon: number
}

const printers = (db: Db | Tx) =>
  db
    .selectFrom('printers as p')
    .leftJoin('places', 'places.id', 'p.place_id')
    .select((eb) => [
      'p.id',
      'p.name',
      'p.address',
      'p.kind',
      'p.sheet',
      'p.colour_profile_id as colourProfileId',
      'p.certificate_sha256 as certificateSha256',
      'p.place_id as placeId',
      'places.name as place',
      'p.offset_x_um as offsetXUm',
      'p.offset_y_um as offsetYUm',
      'p.scale_ppm as scalePpm',
      'p.rotation_mdeg as rotationMdeg',
      'p.ribbon_per_card as ribbonPerCard',
      'p.counts_cards as countsCards',
      'p.rests_until as restsUntil',
      suppliesOf(eb.ref('p.id'), 'blanks').as('blanks'),
      suppliesOf(eb.ref('p.id'), 'ribbon').as('ribbon'),
    ])
    .where('p.retired_at', 'is', null)

const suppliesOf = (printerId: unknown, what: 'blanks' | 'ribbon') =>
  sql<number>`(SELECT coalesce(sum(${sql.ref(what)}), 0)::float8 FROM print_supply_movements WHERE printer_id = ${printerId})`

export const listPrinters = (db: Db): Promise<PrinterRow[]> => printers(db).orderBy('p.name').execute()

export const findPrinter = (db: Db | Tx, printerId: string): Promise<PrinterRow | undefined> =>
  printers(db).where('p.id', '=', printerId).executeTakeFirst()

/** Holds a printer's row until the command ends, so that its work and its retirement do not pass each other. */
export const lockPrinter = (tx: Tx, printerId: string) =>
  tx
    .selectFrom('printers')
    .select(['id', 'kind', 'address', 'sheet', 'colour_profile_id as colourProfileId'])
    .where('id', '=', printerId)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export type LockedPrinter = NonNullable<Awaited<ReturnType<typeof lockPrinter>>>

/** Cards that jobs still want, by kind. */
export async function cardsWanted(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('print_job_cards as c')
    .innerJoin('print_jobs as j', 'j.id', 'c.job_id')
    .select((eb) => ['j.kind', eb.fn.countAll<bigint>().as('cards')])
    .where('j.ended_at', 'is', null)
    .where('c.state', 'in', ['waiting', 'sent'])
    .groupBy('j.kind')
    .execute()
  return new Map(rows.map(({ kind, cards }) => [kind, Number(cards)]))
}
