import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import { versionAt } from './programme.ts'
import {
  insertDraft,
  insertVersion,
  isLevelHeld,
  lastVersionNumber,
  lockProgramme,
  newestDraft,
  updateDraft,
} from './queries.ts'
import type { Approved, DraftState, Rules, Saved, SaveDraft } from './schema.ts'
import { faultsOf } from './soundness.ts'
import { readRules } from './stored-rules.ts'
import type { DraftRow } from './table.ts'

export const SAVE_REFUSALS = ['programme-unknown', 'rules-changed', 'rules-submitted'] as const

/**
 * Saves the programme's draft upon what was last seen of it; after a decision the next save begins the next draft.
 * Refuses in the order of `SAVE_REFUSALS`.
 */
export async function saveDraft(
  work: Work,
  { programmeId, base, rules, startsAt }: SaveDraft & { programmeId: string },
): Promise<Result<Saved, (typeof SAVE_REFUSALS)[number]>> {
  const { tx, now } = work
  if (!(await lockProgramme(tx, programmeId))) return refuse('programme-unknown')
  const newest = await newestDraft(tx, programmeId)
  const open = newest && isOpen(newest) ? newest : undefined
  if (!isSeen(open, base)) return refuse('rules-changed', numbersOf(newest))
  if (open?.state === 'submitted') return refuse('rules-submitted')

  const staffId = staffOf(work.actor)
  const start = startsAt === null ? null : new Date(startsAt)
  const saved = { number: open?.number ?? (newest?.number ?? 0) + 1, revision: (open?.revision ?? 0) + 1 }
  if (open) {
    const authors = open.authors.includes(staffId) ? open.authors : [...open.authors, staffId]
    const set = { rules, starts_at: start, saved_by: staffId, saved_at: now, authors }
    await updateDraft(tx, open, { ...set, revision: saved.revision })
  } else {
    await insertDraft(tx, {
      programme_id: programmeId,
      number: saved.number,
      rules,
      starts_at: start,
      note: '',
      state: 'draft',
      previous_state: 'none',
      authors: [staffId],
      made_at: now,
      saved_by: staffId,
      saved_at: now,
      submitted_by: null,
      submitted_at: null,
      decided_by: null,
      decided_at: null,
    })
  }
  await audit(work, { action: 'rules.saved', subject: `programme:${programmeId}`, details: saved })
  return accept(saved)
}

const isOpen = ({ state }: Pick<DraftRow, 'state'>): boolean => state === 'draft' || state === 'submitted'

const isSeen = (open: DraftRow | undefined, base: SaveDraft['base']): boolean =>
  base === null ? open === undefined : open?.number === base.number && open.revision === base.revision

const numbersOf = (draft: DraftRow | undefined) => ({
  number: draft?.number ?? 0,
  revision: draft?.revision ?? 0,
})

/** What whoever acts has looked at. */
interface Seen {
  number: number
  revision: number
}

const OPEN_REFUSALS = ['programme-unknown', 'rules-not-in-state', 'rules-changed'] as const

export const SUBMIT_REFUSALS = [...OPEN_REFUSALS, 'rules-unsound', 'level-in-use'] as const

/**
 * Asks a second person to approve the draft. Refuses in the order of `SUBMIT_REFUSALS`: `rules-unsound` says what is
 * wrong, `level-in-use` which level members have that the draft has no more.
 */
export async function submitDraft(
  work: Work,
  { programmeId, note, ...seen }: Seen & { programmeId: string; note: string },
): Promise<Result<Saved, (typeof SUBMIT_REFUSALS)[number]>> {
  const open = await openDraft(work, { programmeId, state: 'draft', seen })
  if (!open.ok) return open
  const sound = await checkSoundness(work, programmeId, readRules(open.value.rules))
  if (!sound.ok) return sound
  const set = { note, submitted_by: staffOf(work.actor), submitted_at: work.now }
  return move(work, open.value, { to: 'submitted', set })
}

async function checkSoundness(
  { tx, now }: Work,
  programmeId: string,
  rules: Rules,
): Promise<Result<null, 'rules-unsound' | 'level-in-use'>> {
  const [fault] = faultsOf(rules)
  if (fault) return refuse('rules-unsound', { ...fault })
  const inForce = await versionAt(tx, programmeId, now)
  const codes = new Set(rules.levels.map(({ code }) => code))
  for (const { code, nameZh, nameEn } of inForce?.rules.levels ?? []) {
    if (!codes.has(code) && (await isLevelHeld(tx, programmeId, code)))
      return refuse('level-in-use', { level: code, zh: nameZh, en: nameEn })
  }
  return accept(null)
}

export const TAKE_BACK_REFUSALS = OPEN_REFUSALS

/** Makes what waits for approval a draft again. Refuses in the order of `TAKE_BACK_REFUSALS`. */
export async function takeDraftBack(
  work: Work,
  programmeId: string,
): Promise<Result<Saved, (typeof TAKE_BACK_REFUSALS)[number]>> {
  const open = await openDraft(work, { programmeId, state: 'submitted' })
  if (!open.ok) return open
  return move(work, open.value, { to: 'draft', set: { submitted_by: null, submitted_at: null } })
}

/** Gives a draft up. Refuses in the order of `TAKE_BACK_REFUSALS`. */
export async function dropDraft(
  work: Work,
  programmeId: string,
): Promise<Result<Saved, (typeof TAKE_BACK_REFUSALS)[number]>> {
  const open = await openDraft(work, { programmeId, state: 'draft' })
  if (!open.ok) return open
  const set = { decided_by: staffOf(work.actor), decided_at: work.now }
  return move(work, open.value, { to: 'dropped', set })
}

/** Turns down what waits, with the reason that its author reads. Refuses in the order of `TAKE_BACK_REFUSALS`. */
export async function refuseDraft(
  work: Work,
  { programmeId, reason }: { programmeId: string; reason: string },
): Promise<Result<Saved, (typeof TAKE_BACK_REFUSALS)[number]>> {
  const open = await openDraft(work, { programmeId, state: 'submitted' })
  if (!open.ok) return open
  const set = { decided_by: staffOf(work.actor), decided_at: work.now, decision_reason: reason }
  return move(work, open.value, { to: 'refused', set })
}

export const APPROVE_REFUSALS = [
  ...OPEN_REFUSALS,
  'same-person',
  'alone-needs-reason',
  'rules-unsound',
  'level-in-use',
  'start-taken',
] as const

/**
 * Makes a version of what waits: it holds from the draft's start, or from now where that has passed or none was named,
 * and is never edited. Nobody who wrote or submitted it approves it, but whoever is the shop's only person, with a
 * reason. Refuses in the order of `APPROVE_REFUSALS`.
 */
export async function approveDraft(
  work: Work,
  { programmeId, aloneReason, ...seen }: Seen & { programmeId: string; aloneReason?: string },
): Promise<Result<Approved, (typeof APPROVE_REFUSALS)[number]>> {
  const open = await openDraft(work, { programmeId, state: 'submitted', seen })
  if (!open.ok) return open
  const draft = open.value
  const staffId = staffOf(work.actor)
  const isOwn = draft.authors.includes(staffId) || draft.submitted_by === staffId
  const second = await secondPerson(work.tx, {
    first: isOwn ? staffId : '',
    second: staffId,
    aloneReason,
  })
  if (!second.ok) return second
  const rules = readRules(draft.rules)
  const sound = await checkSoundness(work, programmeId, rules)
  if (!sound.ok) return sound
  const startsAt = draft.starts_at && draft.starts_at > work.now ? draft.starts_at : work.now
  const version = (await lastVersionNumber(work.tx, programmeId)) + 1
  const isNew = await insertVersion(work.tx, {
    programme_id: programmeId,
    version,
    starts_at: startsAt,
    rules,
    created_at: work.now,
    draft_number: draft.number,
  })
  if (!isNew) return refuse('start-taken')
  const set = { decided_by: staffId, decided_at: work.now, decision_reason: second.value }
  await move(work, draft, { to: 'approved', set })
  return accept({ version, startsAt: startsAt.toISOString() })
}

/** The newest draft, held, in the state and of the revision that whoever acts has seen. */
async function openDraft(
  { tx }: Work,
  { programmeId, state, seen }: { programmeId: string; state: DraftState; seen?: Seen },
): Promise<Result<DraftRow, (typeof OPEN_REFUSALS)[number]>> {
  if (!(await lockProgramme(tx, programmeId))) return refuse('programme-unknown')
  const draft = await newestDraft(tx, programmeId)
  if (draft?.state !== state) return refuse('rules-not-in-state', { state: draft?.state ?? 'none' })
  if (seen && (seen.number !== draft.number || seen.revision !== draft.revision))
    return refuse('rules-changed', numbersOf(draft))
  return accept(draft)
}

type DraftSet = Partial<
  Pick<DraftRow, 'note' | 'submitted_by' | 'submitted_at' | 'decided_by' | 'decided_at' | 'decision_reason'>
>

async function move(
  work: Work,
  draft: DraftRow,
  { to, set }: { to: DraftState; set: DraftSet },
): Promise<Result<Saved, never>> {
  await updateDraft(work.tx, draft, { ...set, state: to, previous_state: draft.state })
  const { number, revision } = draft
  await audit(work, {
    action: to === 'draft' ? 'rules.taken-back' : `rules.${to}`,
    subject: `programme:${draft.programme_id}`,
    details: { number, revision },
  })
  return accept({ number, revision })
}
