import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { countWaiting, markJudged, settle } from './held.ts'
import { heldContext } from './holding.ts'
import { openForm } from './kept-people.ts'
import { lockTablet } from './queries.ts'

/**
 * Erases what is kept of somebody who asks for it: forms that made no member, and texts that nobody has judged, wherever the
 * phone on them is theirs. What a member has given is sealed with the member's own key, and is not looked at here.
 * @returns how many of each; nothing is written where there are none
 */
export async function eraseOfPhone(
  work: Work,
  keys: KeyService,
  { phone, reason }: { phone: string; reason: string },
): Promise<Result<{ forms: number; texts: number }, never>> {
  const wanted = digitsOf(phone)
  const texts = await eraseTexts(work, keys, wanted)
  const rows = await keptForms(work).forUpdate().execute()
  const theirs = rows.filter((row) => digitsOf(openForm(keys, row)?.['phone']) === wanted)
  for (const { id } of theirs) await eraseForm(work, id, reason)
  return accept({ forms: theirs.length, texts })
}

/** Erases one form, whatever stands on it. Refuses with `person-unknown`. */
export async function erasePerson(
  work: Work,
  { personId, reason }: { personId: string; reason: string },
): Promise<Result<{ personId: string }, 'person-unknown'>> {
  const [row] = await keptForms(work).where('id', '=', personId).forUpdate().execute()
  if (!row) return refuse('person-unknown')
  await eraseForm(work, personId, reason)
  return accept({ personId })
}

const keptForms = ({ tx }: Work) =>
  tx
    .selectFrom('tablet_people')
    .select(['id', 'wrapped_key', 'sealed_form'])
    .where('sealed_form', 'is not', null)
    .orderBy('id')

/** The key goes with the form; what was done at the booth stays in the books without them. */
async function eraseForm(work: Work, id: string, reason: string): Promise<void> {
  const by = staffOf(work.actor)
  await work.tx
    .updateTable('tablet_people')
    .set({ wrapped_key: null, sealed_form: null, erased_at: work.now, erased_by: by })
    .where('id', '=', id)
    .execute()
  await work.tx
    .updateTable('tablet_conflicts')
    .set({ done_by: by, done_at: work.now })
    .where('entry_id', '=', id)
    .where('todo', '=', 'complete-person')
    .where('done_at', 'is', null)
    .execute()
  await audit(work, { action: 'tablet-person.erased', subject: `tablet-person:${id}`, details: { reason } })
}

async function eraseTexts(work: Work, keys: KeyService, wanted: string): Promise<number> {
  const tablets = await waitingTexts(work).select('tablet_id').distinct().orderBy('tablet_id').execute()
  let erased = 0
  for (const { tablet_id: tabletId } of tablets) {
    await lockTablet(work.tx, tabletId)
    const rows = await waitingTexts(work)
      .select(['id', 'sealed_text'])
      .where('tablet_id', '=', tabletId)
      .execute()
    const theirs = rows.filter(
      ({ id, sealed_text: sealed }) =>
        sealed && digitsOf(phoneIn(keys.openForSystem(sealed, heldContext(id)))) === wanted,
    )
    if (theirs.length === 0) continue
    erased += theirs.length
    for (const { id } of theirs) await settle(work, id, 'dropped')
    if ((await countWaiting(work, tabletId)) === 0) await markJudged(work, tabletId)
    const details = { texts: theirs.length }
    await audit(work, { action: 'tablet.texts-erased', subject: `tablet:${tabletId}`, details })
  }
  return erased
}

const waitingTexts = ({ tx }: Work) => tx.selectFrom('tablet_held').where('settled_at', 'is', null)

/** As somebody typed it, right or wrong; undefined where nothing like a phone stands in a text. */
function phoneIn(text: string): unknown {
  try {
    const said: unknown = JSON.parse(text)
    const body = typeof said === 'object' && said !== null && 'body' in said ? said.body : undefined
    return typeof body === 'object' && body !== null && 'phone' in body ? body.phone : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What two ways of typing one number have in common. */
const digitsOf = (typed: unknown): string =>
  typeof typed === 'string'
    ? typed
        .normalize('NFKC')
        .replaceAll(/\D/g, '')
        .replace(/^(00)?86(?=1\d{10}$)/, '')
    : ''
