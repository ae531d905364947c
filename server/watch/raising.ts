import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { freeze, openAlert, writeAlert } from './alert-queries.ts'
import type { WatchCode } from './schema.ts'
import type { SettingInForce } from './setting-queries.ts'
import type { Finding } from './sliding.ts'
import { subjectOf } from './subject.ts'
import { WATCHES } from './watches.ts'

interface Spoken {
  watch: WatchCode
  inForce: SettingInForce
  /** the key */
  subject: string
  finding: Finding
}

/**
 * Tells the office what a watch found, with its evidence. While an alert of the same watch and subject is open, it grows
 * instead: whoever decides must have seen all of it. By rule, points or redemptions wait from then on.
 */
export async function raise(work: Work, { watch, inForce, subject, finding }: Spoken): Promise<void> {
  const { version, setting } = inForce
  const open = await openAlert(work.tx, { watch, subject })
  const isSame = open?.last_at.getTime() === finding.lastAt && Number(open.figure) === finding.figure
  if (isSame && open.facts_count === finding.factsCount) return
  const of = subjectOf(WATCHES[watch].scope, subject)
  const id = open?.id ?? newId()
  const isHigher = !open || finding.figure >= Number(open.figure)
  await writeAlert(work.tx, {
    id,
    isNew: !open,
    watch,
    subject,
    version,
    setting,
    of,
    finding,
    isHigher,
    now: work.now,
  })
  const frozen = of.member_id ?? of.till_id ?? of.gift_id
  const froze =
    setting.freezes && frozen !== null && (await freeze(work.tx, { alertId: id, frozen, at: work.now }))
  const details = { watch, version, figure: finding.figure, froze }
  const action = open ? 'watch.spoke-again' : 'watch.spoke'
  await audit(work, { action, subject: `watch-alert:${id}`, details })
  await publish(work, { topic: 'alerts', type: 'watch', data: { alertId: id, watch } })
}
