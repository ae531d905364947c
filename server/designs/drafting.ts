import type { Design } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { DOCUMENT_REFUSALS, takeDocument, type readDocument } from './document.ts'
import {
  findDesign,
  findVersion,
  insertDesign,
  insertVersion,
  lockDesign,
  newestVersion,
  updateDraft,
} from './queries.ts'
import type { NewDesign, Saved, SaveDraft } from './schema.ts'
import type { VersionRow } from './table.ts'

export const ADD_REFUSALS = [
  'template-unknown',
  'design-unknown',
  'design-version-unknown',
  'design-code-taken',
] as const

/** Begins a design with what another looks like, as a draft. Refuses in the order of `ADD_REFUSALS`. */
export async function addDesign(
  work: Work,
  { code, nameZh, nameEn, from }: NewDesign,
): Promise<Result<Saved, (typeof ADD_REFUSALS)[number]>> {
  const { tx, now } = work
  const begun = await beginning(tx, from)
  if (!begun.ok) return begun
  const staffId = staffOf(work.actor)
  const id = derivedId(work.id, 'design')
  const design = { id, code, name_zh: nameZh, name_en: nameEn, made_by: staffId, made_at: now }
  if (!(await insertDesign(tx, { ...design, archived_by: null, archived_at: null })))
    return refuse('design-code-taken')
  const { document: like, drawnBy } = begun.value
  const document = JSON.stringify({ ...like, id: code, version: 1, name: { 'zh-CN': nameZh, en: nameEn } })
  await insertDraft(work, { designId: id, number: 1, document, note: '', drawnBy })
  const details =
    from.kind === 'template' ? { template: from.template } : { copyOf: `${from.code}/${from.number}` }
  await audit(work, { action: 'design.added', subject: `design:${code}`, details })
  return accept({ code, number: 1, revision: 1 })
}

interface Beginning {
  document: Design
  drawnBy: readonly string[]
}

async function beginning(
  tx: Tx,
  from: NewDesign['from'],
): Promise<Result<Beginning, 'template-unknown' | 'design-unknown' | 'design-version-unknown'>> {
  if (from.kind === 'template') {
    const template = findTemplate(from.template)
    return template ? accept({ document: template, drawnBy: [] }) : refuse('template-unknown')
  }
  const design = await findDesign(tx, from.code)
  if (!design) return refuse('design-unknown')
  const version = await findVersion(tx, design.id, from.number)
  if (!version) return refuse('design-version-unknown')
  return accept({ document: version.document, drawnBy: unapprovedAuthors(version) })
}

/**
 * Who drew what a new draft takes over, as far as no second person has approved it: else somebody's copy of it, or the
 * version after it was refused, would let them approve their own drawing.
 */
const unapprovedAuthors = ({ state, authors }: VersionRow): readonly string[] =>
  state === 'approved' ? [] : authors

export const findTemplate = (code: string): Design | undefined =>
  Object.values<Design>(cardTemplates).find(({ id }) => id === code)

export const SAVE_REFUSALS = [
  'design-unknown',
  'design-archived',
  'design-changed',
  'design-submitted',
  ...DOCUMENT_REFUSALS,
] as const

/**
 * Saves a draft upon what was last seen of the design; after a decision the next save begins the next version.
 * Refuses in the order of `SAVE_REFUSALS`; `design-changed` says who saved since (`by`, `at`, `number`, `revision`).
 */
export async function saveDraft(
  work: Work,
  read: Awaited<ReturnType<typeof readDocument>>,
  { code, base, note }: Omit<SaveDraft, 'document'> & { code: string },
): Promise<Result<Saved, (typeof SAVE_REFUSALS)[number]>> {
  const { tx } = work
  const design = await lockDesign(tx, code)
  if (!design) return refuse('design-unknown')
  if (design.archived_at) return refuse('design-archived')
  const newest = await newestVersion(tx, design.id)
  assert(newest, 'a design begins with a version')
  if (newest.number !== base.number || newest.revision !== base.revision)
    return refuse('design-changed', await lastSave(tx, newest))
  if (newest.state === 'submitted') return refuse('design-submitted')
  const taken = await takeDocument(tx, read)
  if (!taken.ok) return taken

  const { number, revision } = await writeDraft(work, newest, { document: taken.value, note })
  await audit(work, { action: 'design.saved', subject: `design:${code}`, details: { number, revision } })
  return accept({ code, number, revision })
}

async function writeDraft(
  work: Work,
  newest: VersionRow,
  { document, note }: { document: string; note: string | undefined },
): Promise<{ number: number; revision: number }> {
  const designId = newest.design_id
  if (newest.state !== 'draft') {
    const number = newest.number + 1
    const drawnBy = unapprovedAuthors(newest)
    await insertDraft(work, { designId, number, document, note: note ?? '', drawnBy })
    return { number, revision: 1 }
  }
  const { number } = newest
  const saved = { designId, number, document, note, savedBy: staffOf(work.actor), now: work.now }
  const revision = await updateDraft(work.tx, saved)
  assert(revision !== undefined, 'a draft of a locked design stays one')
  return { number, revision }
}

async function insertDraft(
  { tx, actor, now }: Work,
  draft: { designId: string; number: number; document: string; note: string; drawnBy: readonly string[] },
): Promise<void> {
  const staffId = staffOf(actor)
  await insertVersion(tx, {
    design_id: draft.designId,
    number: draft.number,
    document: draft.document,
    note: draft.note,
    state: 'draft',
    previous_state: 'none',
    authors: [staffId, ...draft.drawnBy.filter((author) => author !== staffId)],
    made_at: now,
    saved_by: staffId,
    saved_at: now,
    submitted_by: null,
    submitted_at: null,
    decided_by: null,
    decided_at: null,
  })
}

async function lastSave(tx: Tx, { number, revision, saved_by: savedBy, saved_at: savedAt }: VersionRow) {
  const person = savedBy
    ? await tx.selectFrom('staff').select('display_name').where('id', '=', savedBy).executeTakeFirst()
    : undefined
  return { by: person?.display_name ?? '', at: savedAt.toISOString(), number, revision }
}
