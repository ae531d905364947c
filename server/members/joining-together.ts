import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { auditAll } from '../platform/audit.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { Work } from '../platform/work.ts'
import { consentFact, consentRow, type NewConsent } from './consent.ts'
import { sealWithNewKey } from './identity.ts'
import { addedFact, newMemberId, type NewMember } from './member.ts'

export interface Joining {
  work: Work
  member: NewMember
  consent: Omit<NewConsent, 'memberId'>
}

const MEMBER = { id: 'uuid', programme_id: 'uuid', level: 'text', joined_at: 'timestamptz' }
const IDENTITY = {
  member_id: 'uuid',
  wrapped_key: 'bytea',
  sealed_name: 'bytea',
  sealed_phone: 'bytea',
  sealed_birthday: 'bytea',
  birthday_index: 'bytea',
  phone_index: 'bytea',
  phone_mark: 'bytea',
  updated_at: 'timestamptz',
}
const CONSENT = {
  member_id: 'uuid',
  id: 'uuid',
  text_version: 'text',
  sealed_signature: 'bytea',
  given_at: 'timestamptz',
}

/**
 * Adds strangers with what they have signed, for works that share a transaction, as `findOrAddMember` and `recordConsent`
 * do. Waits for whoever is adding one of the phones, always in the order of their indexes.
 * @returns their ids in the order of the joinings; undefined when one of the phones has become another's: what was written must go
 */
export async function addStrangers(
  keys: KeyService,
  joinings: readonly Joining[],
): Promise<string[] | undefined> {
  const [first] = joinings
  if (!first) return []
  const people = joinings.map((joining) => sealPerson(keys, joining))
  const inOrder = people.toSorted((a, b) => Buffer.compare(a.identity.phone_index, b.identity.phone_index))
  const { rows } = await sql<{ member_id: string }>`
    WITH added AS (${insertRows(
      'members',
      MEMBER,
      people.map(({ member }) => member),
    )}),
    signed AS (${insertRows(
      'consents',
      CONSENT,
      people.map(({ consent }) => consent),
    )})
    ${insertRows(
      'member_identities',
      IDENTITY,
      inOrder.map(({ identity }) => identity),
    )}
        ON CONFLICT (phone_index) DO NOTHING RETURNING member_id`.execute(first.work.tx)
  if (rows.length < joinings.length) return undefined
  await auditAll(people.flatMap(({ work, facts }) => facts.map((fact) => ({ work, fact }))))
  return people.map(({ member }) => member.id)
}

function sealPerson(keys: KeyService, { work, member, consent }: Joining) {
  const { programmeId, level, ...identity } = member
  const id = newMemberId(work)
  const { key, sealed } = sealWithNewKey(keys, id, identity)
  const signed = { ...consent, memberId: id }
  return {
    work,
    member: { id, programme_id: programmeId, level, joined_at: work.now },
    identity: {
      ...sealed,
      sealed_birthday: sealed.sealed_birthday ?? null,
      birthday_index: sealed.birthday_index ?? null,
      updated_at: work.now,
    },
    consent: consentRow(work, key, signed),
    facts: [addedFact(id, level), consentFact(signed)],
  }
}
