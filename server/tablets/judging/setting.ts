import { driveEnd, findCountOfDay, findDay, isInTeam } from '../../drives/index.ts'
import type { Tx } from '../../platform/database.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Conflict, Judging } from './conflict.ts'

/** Whether the drive was over or not on that day, and whether the booth's goods were counted before this came in. */
export async function lookAtDay({ work, booth, drive, conflicts }: Judging): Promise<void> {
  const day = dayOf(work.now)
  const end = await driveEnd(work.tx, drive.id)
  if (end && work.now > end)
    conflicts.push({ kind: 'after-drive-end', action: 'accepted', details: { day, end: end.toISOString() } })
  else if (!(await findDay(work.tx, drive.id, day)))
    conflicts.push({ kind: 'drive-not-on', action: 'accepted', details: { day } })
  if (await findCountOfDay(work.tx, booth.id, day))
    conflicts.push({ kind: 'day-counted', action: 'booked-after-count', details: { day } })
}

/** Under whom an entry is booked: whoever it names, if they are of the staff at all. */
export async function findPromoter(
  tx: Tx,
  { named, pairedBy, driveId }: { named: string; pairedBy: string; driveId: string },
): Promise<{ promoterId: string; conflicts: Conflict[] }> {
  const person = await tx.selectFrom('staff').select('id').where('id', '=', named).executeTakeFirst()
  if (!person)
    return {
      promoterId: pairedBy,
      conflicts: [{ kind: 'promoter-unknown', action: 'booked-under-pairer' }],
    }
  const isOfTeam = await isInTeam(tx, driveId, named)
  return {
    promoterId: named,
    conflicts: isOfTeam ? [] : [{ kind: 'promoter-not-in-team', action: 'accepted' }],
  }
}
