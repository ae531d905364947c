import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { isAnyFrozenBy, lockAlert, takeStep, unfreeze } from './alert-queries.ts'
import type { AlertAfter, DecideAlert, LookInto } from './schema.ts'

type Alert = NonNullable<Awaited<ReturnType<typeof lockAlert>>>

export const LOOK_REFUSALS = [
  'watch-alert-unknown',
  'watch-concerns-you',
  'watch-alert-decided',
  'watch-evidence-unseen',
] as const

/** Somebody looks into an alert, and says what they found so far; as often as they like before it is decided. */
export async function lookInto(
  work: Work,
  { id, revision, note }: LookInto & { id: string },
): Promise<Result<AlertAfter, (typeof LOOK_REFUSALS)[number]>> {
  const alert = await openFor(work, id)
  if (!alert.ok) return alert
  if (alert.value.revision !== revision) return refuse('watch-evidence-unseen')
  return step(work, alert.value, { step: 'looked-into', note })
}

export const DECIDE_ALERT_REFUSALS = [
  'watch-alert-unknown',
  'watch-concerns-you',
  'watch-alert-decided',
  'watch-look-first',
  'watch-evidence-unseen',
] as const

/**
 * Ends an alert after somebody has looked into it: all is well, and what waited goes on; or it is what it looked like, and
 * what waits goes on waiting until it is lifted. Refuses in the order of `DECIDE_ALERT_REFUSALS`.
 */
export async function decideAlert(
  work: Work,
  { id, revision, outcome, note }: DecideAlert & { id: string },
): Promise<Result<AlertAfter, (typeof DECIDE_ALERT_REFUSALS)[number]>> {
  const alert = await openFor(work, id)
  if (!alert.ok) return alert
  if (alert.value.state === 'open') return refuse('watch-look-first')
  if (alert.value.revision !== revision) return refuse('watch-evidence-unseen')
  if (outcome === 'released') await unfreeze(work.tx, { alertId: id, at: work.now })
  return step(work, alert.value, { step: outcome, note })
}

export const LIFT_REFUSALS = [
  'watch-alert-unknown',
  'watch-concerns-you',
  'watch-not-confirmed',
  'watch-not-frozen',
] as const

/** What a confirmed alert keeps waiting goes on. Refuses in the order of `LIFT_REFUSALS`. */
export async function liftFreeze(
  work: Work,
  { id, note }: { id: string; note: string },
): Promise<Result<AlertAfter, (typeof LIFT_REFUSALS)[number]>> {
  const alert = await knownFor(work, id)
  if (!alert.ok) return alert
  if (alert.value.state !== 'confirmed') return refuse('watch-not-confirmed')
  if (!(await unfreeze(work.tx, { alertId: id, at: work.now }))) return refuse('watch-not-frozen')
  return step(work, alert.value, { step: 'lifted', note })
}

/** An alert, held, unless it is about whoever asks: nobody clears themself, unless the shop has nobody else. */
async function knownFor(
  { tx, actor }: Work,
  id: string,
): Promise<Result<Alert, 'watch-alert-unknown' | 'watch-concerns-you'>> {
  const alert = await lockAlert(tx, id)
  if (!alert) return refuse('watch-alert-unknown')
  if (alert.staff_id === staffOf(actor) && !(await isOnlyPerson(tx))) return refuse('watch-concerns-you')
  return accept(alert)
}

async function openFor(
  work: Work,
  id: string,
): Promise<Result<Alert, 'watch-alert-unknown' | 'watch-concerns-you' | 'watch-alert-decided'>> {
  const alert = await knownFor(work, id)
  if (!alert.ok) return alert
  const { state } = alert.value
  return state === 'released' || state === 'confirmed' ? refuse('watch-alert-decided', { state }) : alert
}

async function step(
  work: Work,
  { id, watch, state: before }: Alert,
  { step: taken, note }: { step: 'looked-into' | 'released' | 'confirmed' | 'lifted'; note: string },
): Promise<{ ok: true; value: AlertAfter }> {
  const { tx, now, actor } = work
  await takeStep(tx, { alertId: id, step: taken, note, by: staffOf(actor), at: now })
  const isFrozen = await isAnyFrozenBy(tx, id)
  await audit(work, { action: `watch.${taken}`, subject: `watch-alert:${id}`, details: { watch, isFrozen } })
  await publish(work, { topic: 'alerts', type: 'watch', data: { alertId: id, watch } })
  return accept({ id, state: taken === 'lifted' ? before : taken, isFrozen })
}
