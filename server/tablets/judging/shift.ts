import { closeLateShift, findCountOfDay, isInTeam, openLateShift } from '../../drives/index.ts'
import { audit } from '../../platform/audit.ts'
import { dayOf } from '../../platform/clock.ts'
import { judged, type Judged, type Judging } from './conflict.ts'
import { lookAtDay } from './setting.ts'

export async function judgeShiftOpened(judging: Judging): Promise<Judged> {
  const { work, booth, promoterId, conflicts } = judging
  await lookAtDay(judging)
  const worker = { boothId: booth.id, staffId: promoterId }
  if ((await openLateShift(work, worker, await isStillOn(judging))) === 'elsewhere')
    conflicts.push({ kind: 'promoter-elsewhere', action: 'shift-noted' })
  await audit(work, {
    action: 'shift.opened',
    subject: `booth:${booth.id}`,
    details: { staffId: promoterId },
  })
  return judged('accepted', conflicts)
}

/**
 * Whether somebody who opened a shift can be at work yet. An open shift lets its owner enrol and keeps them from opening
 * another, so nobody outside the team gets one, and none is left open from a day that is over or counted.
 */
async function isStillOn({ work, booth, drive, promoterId, receivedAt }: Judging): Promise<boolean> {
  const day = dayOf(work.now)
  if (day !== dayOf(receivedAt) || (await findCountOfDay(work.tx, booth.id, day))) return false
  return isInTeam(work.tx, drive.id, promoterId)
}

export async function judgeShiftClosed(judging: Judging): Promise<Judged> {
  const { work, booth, promoterId, conflicts } = judging
  const standing = await closeLateShift(work, { boothId: booth.id, staffId: promoterId })
  if (standing === 'without-shift')
    conflicts.push({ kind: 'promoter-without-shift', action: 'nothing-to-close' })
  await audit(work, {
    action: 'shift.closed',
    subject: `booth:${booth.id}`,
    details: { staffId: promoterId },
  })
  return judged('accepted', conflicts)
}
