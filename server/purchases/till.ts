import { bearerKey, type KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { tokenHash } from '../staff/index.ts'
import { insertTill, revokeTillRow } from './till-queries.ts'
import type { Till } from './schema.ts'

/** What a till proves itself with. */
export const tillKey = (keys: KeyService, tillId: string): string => bearerKey(keys, 'till', tillId)

/** Adds a till; its key is `tillKey`'s. Refuses with `till-name-taken`. */
export async function addTill(
  work: Work,
  keys: KeyService,
  name: string,
): Promise<Result<Till, 'till-name-taken'>> {
  const id = derivedId(work.id, 'till')
  const keyHash = tokenHash(tillKey(keys, id))
  const till = { id, name, key_hash: keyHash, revoked_at: null, created_at: work.now }
  if (!(await insertTill(work.tx, till))) return refuse('till-name-taken')
  await audit(work, { action: 'till.added', subject: `till:${id}` })
  return accept({ id, name, createdAt: work.now.toISOString(), revokedAt: null })
}

/** From now on the till's key opens nothing. Refuses with `till-unknown`, also when it was revoked before. */
export async function revokeTill(work: Work, tillId: string): Promise<Result<Till, 'till-unknown'>> {
  const till = await revokeTillRow(work.tx, tillId, work.now)
  if (!till) return refuse('till-unknown')
  await audit(work, { action: 'till.revoked', subject: `till:${tillId}` })
  return accept(till)
}
