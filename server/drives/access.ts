import type { Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { findBooth } from './booth-queries.ts'
import { isInTeam } from './drive-queries.ts'

const OFFICE: ReadonlySet<string> = new Set(['administrator', 'programme-manager'])

/** @returns who of the staff asks; the routes let nobody else in */
export function staffIdOf(actor: Actor): string {
  assert(actor.kind === 'staff', 'only staff reach the routes of drives')
  return actor.staffId
}

export const isOffice = (actor: Actor): boolean =>
  actor.kind === 'staff' && actor.roles.some((role) => OFFICE.has(role))

/** The office sees every drive; everybody else those whose team they are in. */
export const maySee = async (db: Db | Tx, actor: Actor, driveId: string): Promise<boolean> =>
  isOffice(actor) || (await isInTeam(db, driveId, staffIdOf(actor)))

/** The same of a drive, or of the drive that a booth belongs to. */
export async function maySeeDrive(
  db: Db,
  actor: Actor,
  part: { kind: 'drive' | 'booth'; id: string },
): Promise<boolean> {
  const driveId = part.kind === 'drive' ? part.id : (await findBooth(db, part.id))?.drive_id
  return driveId !== undefined && maySee(db, actor, driveId)
}
