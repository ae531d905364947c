import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { PressProfile } from '../../card-designs/engine/pdf-kit.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { readPressProfile, type IccFault } from './icc-profile.ts'
import type { AddedColourProfile, ColourProfile } from './schema.ts'

/** Each has megabytes; a shop works with a few presses. */
const MOST = 50

export const ICC_FAULTS = [
  'colour-profile-unreadable',
  'colour-profile-not-press',
] as const satisfies IccFault[]

/**
 * Keeps the ICC profile of a press; the same one again is the one that is kept. Refuses with `ICC_FAULTS`,
 * `colour-profiles-full`.
 */
export async function addColourProfile(
  work: Work,
  base64: string,
): Promise<Result<AddedColourProfile, IccFault | 'colour-profiles-full'>> {
  const bytes = Buffer.from(base64, 'base64')
  const read = readPressProfile(bytes)
  if ('fault' in read) return refuse(read.fault)
  // Nobody else adds or removes one meanwhile.
  await sql`LOCK TABLE colour_profiles IN SHARE ROW EXCLUSIVE MODE`.execute(work.tx)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const kept = await work.tx
    .selectFrom('colour_profiles')
    .select(['id', 'name', 'sha256'])
    .where('removed_at', 'is', null)
    .execute()
  const same = kept.find((profile) => profile.sha256 === sha256)
  if (same) return accept({ id: same.id, name: same.name })
  if (kept.length >= MOST) return refuse('colour-profiles-full')
  const added = { id: derivedId(work.id, 'colour-profile'), name: read.name }
  await work.tx
    .insertInto('colour_profiles')
    .values({ ...added, sha256, bytes, added_by: staffOf(work.actor), added_at: work.now })
    .execute()
  const details = { sha256, bytes: bytes.length }
  await audit(work, { action: 'colour-profile.added', subject: `colour-profile:${added.id}`, details })
  return accept(added)
}

/**
 * Forgets a profile but for its name, which stays with what was printed for it. Refuses with `colour-profile-unknown`, and with
 * `colour-profile-in-use` while a printer is set to it or a file for it is not drawn yet.
 */
export async function removeColourProfile(
  work: Work,
  profileId: string,
): Promise<Result<{ id: string }, 'colour-profile-unknown' | 'colour-profile-in-use'>> {
  const profile = await work.tx
    .selectFrom('colour_profiles')
    .select('sha256')
    .where('id', '=', profileId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!profile) return refuse('colour-profile-unknown')
  if (await isInUse(work.tx, profileId)) return refuse('colour-profile-in-use')
  await work.tx
    .updateTable('colour_profiles')
    .set({ bytes: null, removed_by: staffOf(work.actor), removed_at: work.now })
    .where('id', '=', profileId)
    .execute()
  const details = { sha256: profile.sha256 }
  await audit(work, { action: 'colour-profile.removed', subject: `colour-profile:${profileId}`, details })
  return accept({ id: profileId })
}

async function isInUse(tx: Tx, profileId: string): Promise<boolean> {
  const { rows } = await sql<{ isUsed: boolean }>`
    SELECT EXISTS (SELECT FROM printers WHERE colour_profile_id = ${profileId} AND retired_at IS NULL)
        OR EXISTS (SELECT ${waitingFor(sql`${profileId}`)}) AS "isUsed"`.execute(tx)
  return rows[0]?.isUsed ?? false
}

const waitingFor = (profileId: RawBuilder<unknown>) => sql`
  FROM print_files f JOIN print_jobs j ON j.id = f.job_id
 WHERE f.colour_profile_id = ${profileId} AND j.ended_at IS NULL AND j.state <> 'ready'`

export async function listColourProfiles(db: Db): Promise<ColourProfile[]> {
  const { rows } = await sql<Omit<ColourProfile, 'addedAt'> & { addedAt: Date }>`
    SELECT c.id, c.name, octet_length(c.bytes) AS bytes, s.display_name AS "addedBy", c.added_at AS "addedAt",
           ARRAY(SELECT p.name FROM printers p WHERE p.colour_profile_id = c.id AND p.retired_at IS NULL
                  ORDER BY p.name) AS printers,
           (SELECT count(*)::integer ${waitingFor(sql.ref('c.id'))}) AS "waitingFiles"
      FROM colour_profiles c
      JOIN staff s ON s.id = c.added_by
     WHERE c.removed_at IS NULL
     ORDER BY c.name, c.added_at, c.id`.execute(db)
  return rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() }))
}

/** Whether it is kept; until the command ends nobody removes it. */
export async function holdColourProfile(tx: Tx, id: string): Promise<boolean> {
  const found = await tx
    .selectFrom('colour_profiles')
    .select('id')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst()
  return found !== undefined
}

/** The press that something is printed for; undefined where none was named. */
export async function pressOf(db: Db | Tx, id: string | null): Promise<PressProfile | undefined> {
  if (id === null) return undefined
  const { name, bytes } = await db
    .selectFrom('colour_profiles')
    .select(['name', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  assert(bytes !== null, 'nobody removes the profile of what is still printed')
  return { name, bytes }
}
