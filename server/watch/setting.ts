import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import type { DecideWatch, SetWatch, WatchCode, WatchSet, WatchSetting } from './schema.ts'
import {
  endProposal,
  insertSetting,
  lastVersion,
  lockProposal,
  proposals,
  settingsInForce,
} from './setting-queries.ts'
import { hasOwnPast, isLooser, WATCHES } from './watches.ts'

export const SET_REFUSALS = ['watch-changed', 'watch-change-open', 'watch-setting-wrong'] as const

/**
 * Sets a watch in place of the version that was seen. What makes it stricter holds at once; what would let pass what is
 * told now, switching off above all, waits for a second person. Refuses in the order of `SET_REFUSALS`.
 */
export async function setWatch(
  work: Work,
  { code, version, setting, reason }: SetWatch & { code: WatchCode },
): Promise<Result<WatchSet, (typeof SET_REFUSALS)[number]>> {
  const { tx, now, actor } = work
  const inForce = (await settingsInForce(tx)).get(code)
  if (inForce?.version !== version) return refuse('watch-changed')
  if ((await proposals(tx)).some(({ watch }) => watch === code)) return refuse('watch-change-open')
  if (!isSound(code, setting)) return refuse('watch-setting-wrong')
  const state = isLooser(code, inForce.setting, setting) ? 'proposed' : 'in-force'
  const next = (await lastVersion(tx, code)) + 1
  const isSet = await insertSetting(tx, {
    watch: code,
    version: next,
    setting: JSON.stringify(setting),
    state,
    set_by: staffOf(actor),
    set_at: now,
    decided_by: null,
    decided_at: null,
    reason,
    alone_reason: '',
  })
  if (!isSet) return refuse('watch-changed')
  const action = state === 'proposed' ? 'watch.change-proposed' : 'watch.set'
  await audit(work, { action, subject: `watch:${code}`, details: { version: next, ...setting } })
  return accept({ version: next, state })
}

/** What a watch does not look at stays as it comes. */
function isSound(code: WatchCode, setting: WatchSetting): boolean {
  const { measure, scope, usual } = WATCHES[code]
  const isUnder = measure?.kind === 'just-under'
  if (isUnder ? setting.underFen === 0 : setting.underFen !== 0 || setting.underPercent !== 0) return false
  if (hasOwnPast(code) && setting.windowMinutes !== usual.windowMinutes) return false
  if (scope !== 'member' && setting.windowMinutes > MOST_DESK_MINUTES) return false
  return scope !== 'counter' || !setting.freezes // its points are many members': nothing of theirs waits for it
}

/** A till sees so many people that a longer time would cost, and say nothing. */
const MOST_DESK_MINUTES = 7 * 24 * 60

export const DECIDE_REFUSALS = ['watch-nothing-proposed', 'same-person', 'alone-needs-reason'] as const

/** A second person lets a proposed setting hold, or not. Refuses in the order of `DECIDE_REFUSALS`. */
export async function decideWatch(
  work: Work,
  { code, version, approves, aloneReason }: DecideWatch & { code: WatchCode },
): Promise<Result<{ version: number; state: string }, (typeof DECIDE_REFUSALS)[number]>> {
  const { tx, now, actor } = work
  const proposed = await lockProposal(tx, { watch: code, version })
  if (!proposed) return refuse('watch-nothing-proposed')
  const second = staffOf(actor)
  // Whoever proposed it may take it back; only the yes wants two.
  const reason = approves
    ? await secondPerson(tx, { first: proposed.set_by, second, aloneReason })
    : accept('')
  if (!reason.ok) return reason
  const state = approves ? 'in-force' : 'refused'
  await endProposal(tx, {
    watch: code,
    version,
    state,
    decided_by: second,
    decided_at: now,
    alone_reason: reason.value,
  })
  const action = approves ? 'watch.set' : 'watch.change-refused'
  await audit(work, {
    action,
    subject: `watch:${code}`,
    details: { version, isAlone: reason.value !== '', ...proposed.setting },
  })
  return accept({ version, state })
}
