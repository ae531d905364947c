import type { Design } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { insertDesign, insertVersion } from './queries.ts'

/** The designs that a shop begins with, because the first programmes have levels of these names. */
const BEGINNING: readonly Design[] = [cardTemplates.gold, cardTemplates.diamond]

/** Gives a database the designs that a shop begins with; changes nothing where they are. Safe from several servers at once. */
export const addBuiltInDesigns = (db: Db, now: Date): Promise<void> =>
  inTransaction(db, async (tx) => {
    const known = await tx.selectFrom('designs').select('code').execute()
    const missing = BEGINNING.filter(({ id }) => !known.some(({ code }) => code === id))
    for (const design of missing)
      await addApproved({ tx, now, id: newId(), actor: { kind: 'system' } }, design)
  })

async function addApproved(work: Work, design: Design): Promise<void> {
  const { tx, now, id: designId } = work
  const { id: code, name } = design
  const names = { name_zh: name['zh-CN'], name_en: name.en }
  const row = {
    id: designId,
    code,
    ...names,
    made_by: null,
    made_at: now,
    archived_by: null,
    archived_at: null,
  }
  if (!(await insertDesign(tx, row))) return
  await insertVersion(tx, {
    design_id: designId,
    number: 1,
    document: JSON.stringify({ ...design, version: 1 }),
    state: 'approved',
    previous_state: 'none',
    authors: [],
    made_at: now,
    saved_by: null,
    saved_at: now,
    submitted_by: null,
    submitted_at: null,
    decided_by: null,
    decided_at: null,
  })
  await audit(work, { action: 'design.came-with-the-product', subject: `design:${code}` })
}
