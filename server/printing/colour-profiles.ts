import { createHash } from 'node:crypto'
import type { PressProfile } from '../../card-designs/engine/pdf-kit.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { readPressProfile, type IccFault } from './icc-profile.ts'
import type { ColourProfile } from './schema.ts'

export const PROFILE_REFUSALS = [
  'colour-profile-unreadable',
  'colour-profile-not-press',
] as const satisfies IccFault[]

/** Keeps the ICC profile of a press; the same one again is the one that is kept. Refuses with `PROFILE_REFUSALS`. */
export async function addColourProfile(work: Work, base64: string): Promise<Result<ColourProfile, IccFault>> {
  const bytes = Buffer.from(base64, 'base64')
  const read = readPressProfile(bytes)
  if ('fault' in read) return refuse(read.fault)
  const id = derivedId(work.id, 'colour-profile')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const added = await work.tx
    .insertInto('colour_profiles')
    .values({ id, sha256, name: read.name, bytes, added_by: staffOf(work.actor), added_at: work.now })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning(['id', 'name'])
    .executeTakeFirst()
  if (added) {
    const details = { sha256, bytes: bytes.length }
    await audit(work, { action: 'colour-profile.added', subject: `colour-profile:${id}`, details })
    return accept(added)
  }
  const kept = await work.tx
    .selectFrom('colour_profiles')
    .select(['id', 'name'])
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow()
  return accept(kept)
}

export const listColourProfiles = (db: Db): Promise<ColourProfile[]> =>
  db.selectFrom('colour_profiles').select(['id', 'name']).orderBy('name').orderBy('id').execute()

export async function hasColourProfile(tx: Tx, id: string): Promise<boolean> {
  const found = await tx.selectFrom('colour_profiles').select('id').where('id', '=', id).executeTakeFirst()
  return found !== undefined
}

/** The press that something is printed for; undefined where none was named. */
export async function pressOf(db: Db | Tx, id: string | null): Promise<PressProfile | undefined> {
  if (id === null) return undefined
  return db
    .selectFrom('colour_profiles')
    .select(['name', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}
