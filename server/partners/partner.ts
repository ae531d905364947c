import { bearerKey, type KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { tokenHash } from '../staff/index.ts'
import { monthAt } from './months.ts'
import {
  insertKey,
  insertPartner,
  isNameTaken,
  lockNames,
  lockPartner,
  revokeKeyRow,
  setPartnerState,
  updatePartner,
} from './queries.ts'
import type { PartnerFacts, PartnerState } from './schema.ts'

const trimmed = ({ nameZh, nameEn, contact }: PartnerFacts): PartnerFacts => ({
  nameZh: nameZh.trim(),
  nameEn: nameEn.trim(),
  contact: contact.trim(),
})

/** Adds another brand, with an account of its own. Refuses with `partner-name-taken`. */
export async function addPartner(
  work: Work,
  facts: PartnerFacts,
): Promise<Result<{ id: string }, 'partner-name-taken'>> {
  const id = derivedId(work.id, 'partner')
  const openMonth = `${monthAt(work.now)}-01`
  const addedBy = staffOf(work.actor)
  await lockNames(work.tx)
  const isNew = await insertPartner(work.tx, {
    id,
    ...trimmed(facts),
    openMonth,
    addedBy,
    addedAt: work.now,
  })
  if (!isNew) return refuse('partner-name-taken')
  await audit(work, { action: 'partner.added', subject: `partner:${id}` })
  return accept({ id })
}

/** Refuses with `partner-unknown`, `partner-name-taken`. */
export async function changePartner(
  work: Work,
  { id, ...facts }: PartnerFacts & { id: string },
): Promise<Result<{ id: string }, 'partner-unknown' | 'partner-name-taken'>> {
  if (!(await lockPartner(work.tx, id))) return refuse('partner-unknown')
  await lockNames(work.tx)
  const changed = trimmed(facts)
  if (await isNameTaken(work.tx, id, changed)) return refuse('partner-name-taken')
  await updatePartner(work.tx, id, changed)
  await audit(work, { action: 'partner.changed', subject: `partner:${id}` })
  return accept({ id })
}

/** Stops work with a partner, or takes it up again: what was settled and is owed stays. Refuses with `partner-unknown`. */
export async function setState(
  work: Work,
  { id, state }: { id: string; state: PartnerState },
): Promise<Result<{ id: string }, 'partner-unknown'>> {
  if (!(await lockPartner(work.tx, id))) return refuse('partner-unknown')
  await setPartnerState(work.tx, id, state)
  await audit(work, { action: `partner.${state}`, subject: `partner:${id}` })
  return accept({ id })
}

/** What a partner's systems prove themselves with; made like a till's. */
export const partnerKey = (keys: KeyService, keyId: string): string => bearerKey(keys, 'partner', keyId)

/** Adds a key; what it says is `partnerKey`'s. Refuses with `partner-unknown`. */
export async function addKey(
  work: Work,
  keys: KeyService,
  { partnerId, name }: { partnerId: string; name: string },
): Promise<Result<{ id: string }, 'partner-unknown'>> {
  if (!(await lockPartner(work.tx, partnerId))) return refuse('partner-unknown')
  const id = derivedId(work.id, 'partner-key')
  const hash = tokenHash(partnerKey(keys, id))
  await insertKey(work.tx, { id, partnerId, name: name.trim(), hash, now: work.now })
  await audit(work, { action: 'partner.key-added', subject: `partner:${partnerId}`, details: { key: id } })
  return accept({ id })
}

/** From now on the key opens nothing. Refuses with `partner-key-unknown`, also of another partner's or one revoked before. */
export async function revokeKey(
  work: Work,
  { partnerId, keyId }: { partnerId: string; keyId: string },
): Promise<Result<{ id: string }, 'partner-key-unknown'>> {
  if (!(await revokeKeyRow(work.tx, { partnerId, keyId, now: work.now })))
    return refuse('partner-key-unknown')
  await audit(work, {
    action: 'partner.key-revoked',
    subject: `partner:${partnerId}`,
    details: { key: keyId },
  })
  return accept({ id: keyId })
}
