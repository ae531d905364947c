import { closeLateShift, openLateShift } from '../../drives/index.ts'
import { audit } from '../../platform/audit.ts'
import { judged, type Judged, type Judging } from './conflict.ts'
import { lookAtDay } from './setting.ts'

export async function judgeShiftOpened(judging: Judging): Promise<Judged> {
  const { work, booth, promoterId, conflicts } = judging
  await lookAtDay(judging)
  const worker = { boothId: booth.id, staffId: promoterId }
  if ((await openLateShift(work, worker)) === 'elsewhere')
    conflicts.push({ kind: 'promoter-elsewhere', action: 'shift-noted' })
  await audit(work, {
    action: 'shift.opened',
    subject: `booth:${booth.id}`,
    details: { staffId: promoterId },
  })
  return judged('accepted', conflicts)
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
