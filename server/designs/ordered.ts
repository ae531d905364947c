import type { Design } from '../../card-designs/engine/design.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { wholeDesign } from './document.ts'
import { approvedDesigns, findDesign, findVersion } from './queries.ts'

/** What a batch was ordered with, for ever: a code and one of its approved versions. */
export interface OrderedDesign {
  code: string
  version: number
}

/** The newest approved version of a design that may be ordered; undefined where there is none. */
export async function orderableDesign(tx: Tx, code: string): Promise<OrderedDesign | undefined> {
  const [design] = await approvedDesigns(tx, code)
  return design && !design.isArchived ? { code, version: design.version } : undefined
}

/** The design that a batch was ordered with, with its pictures, as it is printed. */
export async function designOf(db: Db | Tx, { code, version: number }: OrderedDesign): Promise<Design> {
  const { design, version } = await find(db, { code, version: number })
  return wholeDesign(db, design, version)
}

/** What the cards of a batch are called. */
export async function nameOf(db: Db | Tx, ordered: OrderedDesign): Promise<{ zh: string; en: string }> {
  const { name } = (await find(db, ordered)).version.document
  return { zh: name['zh-CN'], en: name.en }
}

async function find(db: Db | Tx, { code, version: number }: OrderedDesign) {
  const design = await findDesign(db, code)
  const version = design && (await findVersion(db, design.id, number))
  assert(
    design && version?.state === 'approved',
    'a batch is ordered with what is approved, and that is kept',
  )
  return { design, version }
}
