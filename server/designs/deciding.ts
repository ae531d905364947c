import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { Db } from '../platform/database.ts'
import { secondPerson } from '../staff/index.ts'
import { wholeDesign } from './document.ts'
import { lockDesign, moveVersion, newestVersion, type VersionSet } from './queries.ts'
import { findBoth } from './pictures.ts'
import type { Fault, Saved, VersionState } from './schema.ts'
import type { Studio } from './studio.ts'
import type { DesignRow, VersionRow } from './table.ts'

const OPEN_REFUSALS = ['design-unknown', 'design-archived', 'design-not-in-state', 'design-changed'] as const

export const SUBMIT_REFUSALS = [...OPEN_REFUSALS, 'design-too-heavy', 'design-faulty'] as const

/**
 * What the checker finds in what is to be submitted; before the command, because it may take seconds. Undefined where this
 * revision is no more: then the command refuses.
 */
export async function checkDraft(
  db: Db,
  studio: Studio,
  { code, number, revision }: Seen & { code: string },
): Promise<Result<Fault[], 'design-too-heavy'> | undefined> {
  const found = await findBoth(db, code, number)
  if (!found.ok || found.value.version.revision !== revision) return undefined
  return studio.check(await wholeDesign(db, found.value.design, found.value.version))
}

/**
 * Asks for approval of a draft that can be printed, also with the worst data. Refuses in the order of `SUBMIT_REFUSALS`;
 * `design-faulty` says how many errors there are (`count`).
 */
export async function submitDraft(
  work: Work,
  faults: Awaited<ReturnType<typeof checkDraft>>,
  { code, note, ...seen }: Seen & { code: string; note: string },
): Promise<Result<Saved, (typeof SUBMIT_REFUSALS)[number]>> {
  const open = await openVersion(work, { code, state: 'draft', seen })
  if (!open.ok) return open
  if (!faults) return refuse('design-changed', seen) // saved while it was checked
  if (!faults.ok) return faults
  const count = faults.value.filter(({ severity }) => severity === 'error').length
  if (count > 0) return refuse('design-faulty', { count })
  const set = { note, submitted_by: staffOf(work.actor), submitted_at: work.now }
  return move(work, open.value, { to: 'submitted', set, action: 'design.submitted' })
}

export const TAKE_BACK_REFUSALS = OPEN_REFUSALS

/** Makes what waits for approval a draft again, to go on drawing. Refuses in the order of `TAKE_BACK_REFUSALS`. */
export async function takeBack(
  work: Work,
  { code }: { code: string },
): Promise<Result<Saved, (typeof TAKE_BACK_REFUSALS)[number]>> {
  const open = await openVersion(work, { code, state: 'submitted' })
  if (!open.ok) return open
  const set = { submitted_by: null, submitted_at: null }
  return move(work, open.value, { to: 'draft', set, action: 'design.taken-back' })
}

export const APPROVE_REFUSALS = [...OPEN_REFUSALS, 'same-person', 'alone-needs-reason'] as const

/**
 * Lets batches be ordered with what waits; nobody who drew or submitted it may, but whoever is the shop's only person,
 * with a reason. The design takes the version's name. Refuses in the order of `APPROVE_REFUSALS`.
 */
export async function approveVersion(
  work: Work,
  { code, aloneReason, ...seen }: Seen & { code: string; aloneReason?: string },
): Promise<Result<Saved, (typeof APPROVE_REFUSALS)[number]>> {
  const open = await openVersion(work, { code, state: 'submitted', seen })
  if (!open.ok) return open
  const { design, version } = open.value
  const staffId = staffOf(work.actor)
  const isOwn = version.authors.includes(staffId) || version.submitted_by === staffId
  const first = isOwn ? staffId : ''
  const second = await secondPerson(work.tx, { first, second: staffId, aloneReason })
  if (!second.ok) return second
  const { name } = version.document
  await work.tx
    .updateTable('designs')
    .set({ name_zh: name['zh-CN'], name_en: name.en })
    .where('id', '=', design.id)
    .execute()
  const set = { decided_by: staffId, decided_at: work.now, decision_reason: second.value }
  return move(work, open.value, { to: 'approved', set, action: 'design.approved' })
}

export const REFUSE_REFUSALS = OPEN_REFUSALS

/** Turns down what waits, with the reason that its author reads. Refuses in the order of `REFUSE_REFUSALS`. */
export async function refuseVersion(
  work: Work,
  { code, reason }: { code: string; reason: string },
): Promise<Result<Saved, (typeof REFUSE_REFUSALS)[number]>> {
  const open = await openVersion(work, { code, state: 'submitted' })
  if (!open.ok) return open
  const set = { decided_by: staffOf(work.actor), decided_at: work.now, decision_reason: reason }
  return move(work, open.value, { to: 'refused', set, action: 'design.refused' })
}

interface Open {
  design: DesignRow
  version: VersionRow
}

/** What whoever acts has looked at. */
interface Seen {
  number: number
  revision: number
}

/** The newest version, held, in the state and of the revision that whoever acts has seen. */
async function openVersion(
  { tx }: Work,
  { code, state, seen }: { code: string; state: VersionState; seen?: Seen },
): Promise<Result<Open, (typeof OPEN_REFUSALS)[number]>> {
  const design = await lockDesign(tx, code)
  if (!design) return refuse('design-unknown')
  if (design.archived_at) return refuse('design-archived')
  const version = await newestVersion(tx, design.id)
  assert(version, 'a design begins with a version')
  if (version.state !== state) return refuse('design-not-in-state', { state: version.state })
  const { number, revision } = version
  if (seen && (seen.number !== number || seen.revision !== revision))
    return refuse('design-changed', { number, revision })
  return accept({ design, version })
}

async function move(
  work: Work,
  { design: { code }, version }: Open,
  { to, set, action }: { to: VersionState; set: VersionSet; action: string },
): Promise<Result<Saved, never>> {
  await moveVersion(work.tx, version, { to, set })
  const { number, revision } = version
  await audit(work, { action, subject: `design:${code}`, details: { number, revision } })
  return accept({ code, number, revision })
}
