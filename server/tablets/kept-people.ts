import { Value } from 'typebox/value'
import { findBooth, findDrive } from '../drives/index.ts'
import { open, type KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { LateForm } from './entry-schema.ts'
import { noteConflicts, type Judging } from './judging/conflict.ts'
import { completeEnrolment, type Incomplete } from './judging/enrolment.ts'
import type { CompletePerson, KeptPerson } from './office-schema.ts'
import { findTablet } from './queries.ts'

const findPerson = (work: Work, personId: string) =>
  work.tx
    .selectFrom('tablet_people')
    .select([
      'id',
      'tablet_id',
      'promoter_id',
      'happened_at',
      'reason',
      'gift_booked',
      'wrapped_key',
      'sealed_form',
    ])
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst()

type PersonRow = NonNullable<Awaited<ReturnType<typeof findPerson>>>

export function openForm(
  keys: KeyService,
  { id, wrapped_key, sealed_form }: Pick<PersonRow, 'id' | 'wrapped_key' | 'sealed_form'>,
): Record<string, unknown> | undefined {
  if (!wrapped_key || !sealed_form) return undefined
  const key = keys.openMemberKey(id, wrapped_key)
  const form: unknown = JSON.parse(Buffer.from(open(key, sealed_form, `tablet-person:${id}`)).toString())
  return typeof form === 'object' && form !== null ? { ...form } : {}
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '')

/** Looks at what somebody wrote; each look is written down. Its answer is personal: it is never stored. Refuses with `person-unknown`. */
export async function lookAtPerson(
  work: Work,
  keys: KeyService,
  personId: string,
): Promise<Result<KeptPerson, 'person-unknown'>> {
  const row = await findPerson(work, personId)
  const form = row && openForm(keys, row)
  if (!form) return refuse('person-unknown')
  await audit(work, { action: 'tablet-person.looked-at', subject: `tablet-person:${personId}` })
  const { name, phone, birthday, sourceCode } = form
  return accept({
    personId,
    reason: row.reason,
    name: textOf(name),
    phone: textOf(phone),
    birthday: typeof birthday === 'string' ? textOf(birthday) : null,
    sourceCode: textOf(sourceCode),
    happenedAt: row.happened_at.toISOString(),
  })
}

/** In the order in which completing somebody refuses. */
export const COMPLETE_REFUSALS = [
  'person-unknown',
  'form-invalid',
  'consent-unknown',
  'phone-invalid',
  'birthday-invalid',
  'source-unknown',
] as const

/**
 * Enrols somebody whose form could not make a member, with what a clerk has found out. They are enrolled as of when they
 * stood at the booth; the form that was kept for them is gone then.
 */
export async function completePerson(
  work: Work,
  keys: KeyService,
  { personId, corrected }: { personId: string; corrected: CompletePerson },
): Promise<Result<{ enrolmentId: string; cardNumber: string | null }, (typeof COMPLETE_REFUSALS)[number]>> {
  const row = await findPerson(work, personId)
  const kept = row && openForm(keys, row)
  if (!kept) return refuse('person-unknown')
  const { birthday: _, introducer, giftId, card, ...rest } = kept
  const body = {
    ...rest,
    ...corrected,
    ...(typeof introducer === 'string' && introducer !== '' ? { introducer } : {}),
    giftId: giftId ?? null,
    card: card ?? null,
  }
  if (!Value.Check(LateForm, body)) return refuse('form-invalid')
  const judging = await judgingOf(work, keys, { row, body })
  const incomplete: Incomplete | undefined = await completeEnrolment(judging, body, row.gift_booked)
  if (incomplete) return refuse(incomplete)

  const now = work.now
  await noteConflicts({
    ...judging,
    driveId: judging.drive.id,
    receivedAt: now,
    under: `${personId}/completed`,
  })
  await work.tx
    .updateTable('tablet_people')
    .set({ wrapped_key: null, sealed_form: null, completed_at: now, completed_by: staffOf(work.actor) })
    .where('id', '=', personId)
    .execute()
  await work.tx
    .updateTable('tablet_conflicts')
    .set({ done_by: staffOf(work.actor), done_at: now })
    .where('entry_id', '=', personId)
    .where('todo', '=', 'complete-person')
    .where('done_at', 'is', null)
    .execute()
  await audit(work, { action: 'tablet-person.completed', subject: `tablet-person:${personId}` })
  const enrolment = await work.tx
    .selectFrom('enrolments')
    .select('card_number')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return accept({ enrolmentId: personId, cardNumber: enrolment.card_number })
}

async function judgingOf(
  work: Work,
  keys: KeyService,
  { row, body }: { row: PersonRow; body: LateForm },
): Promise<Judging> {
  const tablet = await findTablet(work.tx, row.tablet_id)
  const booth = tablet && (await findBooth(work.tx, tablet.booth_id))
  const drive = booth && (await findDrive(work.tx, booth.drive_id))
  const noted = await work.tx
    .selectFrom('tablet_conflicts')
    .select('entry_number')
    .where('entry_id', '=', row.id)
    .limit(1)
    .executeTakeFirst()
  assert(tablet && booth && drive, 'a kept person has a tablet, and that a booth')
  return {
    work: { ...work, now: row.happened_at, id: row.id },
    keys,
    tablet,
    booth,
    drive,
    entry: { id: row.id, number: noted?.entry_number ?? null, body },
    promoterId: row.promoter_id,
    receivedAt: work.now,
    conflicts: [],
  }
}
