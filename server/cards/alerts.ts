import { sql } from 'kysely'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { cardRules } from './card-rules.ts'
import { moveCard } from './move.ts'
import { findCard } from './queries.ts'
import type { AlertKind, CardAlert } from './schema.ts'

export interface Alarm {
  cardNumber: string
  kind: AlertKind
  /** what was seen; the same again raises no second alert, so that nobody can flood the office */
  evidence: Record<string, string | number>
  /** false where an honest card could look like this too: it is told, and the card goes on */
  mayFreeze: boolean
}

/**
 * Tells the office that a card did what a genuine one in good hands does not, and keeps the evidence. By rule the card
 * is frozen: suspended until somebody has looked into it.
 */
export async function raiseAlert(
  work: Work,
  { cardNumber, kind, evidence, mayFreeze }: Alarm,
): Promise<void> {
  const seen = JSON.stringify(evidence)
  const id = derivedId(`${cardNumber}/${kind}/${seen}`, 'alert')
  if (await isRaised(work, id)) return
  const froze = mayFreeze && (await freeze(work, cardNumber, kind))
  const raised = await work.tx
    .insertInto('card_alerts')
    .values({ id, card_number: cardNumber, kind, evidence: seen, froze, raised_at: work.now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!raised) return
  await audit(work, { action: `card.${kind}`, subject: `card:${cardNumber}`, details: evidence })
  await publish(work, { topic: 'alerts', type: kind, data: { cardNumber, froze } })
}

async function isRaised(work: Work, id: string): Promise<boolean> {
  const row = await work.tx.selectFrom('card_alerts').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

async function freeze(work: Work, cardNumber: string, kind: AlertKind): Promise<boolean> {
  const { rules } = await cardRules(work.tx)
  if (!rules.freezeOn.includes(kind)) return false
  const frozen = await moveCard(work, {
    cardNumber,
    from: ['active'],
    to: 'suspended',
    set: { suspended_because: 'frozen' },
    details: { because: kind },
  })
  return frozen.ok
}

/** Alerts that nobody has looked into yet first, then the newest; at most a hundred. */
export async function listAlerts(db: Db): Promise<CardAlert[]> {
  const alerts = await db
    .selectFrom('card_alerts')
    .innerJoin('cards', 'cards.card_number', 'card_alerts.card_number')
    .leftJoin('card_alert_reviews as review', 'review.alert_id', 'card_alerts.id')
    .leftJoin('staff', 'staff.id', 'review.reviewed_by')
    .select([
      'card_alerts.id',
      'card_alerts.card_number',
      'kind',
      'raised_at',
      'froze',
      'evidence',
      'cards.state',
      'suspended_because',
      'member_id',
      'outcome',
      'note',
      'reviewed_at',
      'display_name',
    ])
    .orderBy(sql`reviewed_at IS NULL`, 'desc')
    .orderBy('raised_at', 'desc')
    .orderBy('card_alerts.id')
    .limit(100)
    .execute()
  return alerts.map((alert) => ({
    id: alert.id,
    cardNumber: alert.card_number,
    kind: alert.kind,
    raisedAt: alert.raised_at.toISOString(),
    froze: alert.froze,
    evidence: alert.evidence,
    cardState: alert.state,
    isFrozen: alert.suspended_because === 'frozen',
    memberId: alert.member_id,
    review:
      alert.outcome && alert.reviewed_at
        ? {
            outcome: alert.outcome,
            note: alert.note ?? '',
            reviewedBy: alert.display_name ?? '',
            reviewedAt: alert.reviewed_at.toISOString(),
          }
        : null,
  }))
}

interface Clearing {
  cardNumber: string
  /** what whoever clears has looked at */
  seenAlertIds: readonly string[]
  note: string
}

/**
 * Closes a card's alerts after somebody has looked at them; a frozen card works again. Refuses with `card-unknown`,
 * `nothing-to-clear`, `evidence-unseen` when there is evidence that they have not looked at.
 */
export async function clearAlerts(
  work: Work,
  { cardNumber, seenAlertIds, note }: Clearing,
): Promise<
  Result<{ cardNumber: string; wasFrozen: boolean }, 'card-unknown' | 'nothing-to-clear' | 'evidence-unseen'>
> {
  await sql`SELECT FROM cards WHERE card_number = ${cardNumber} FOR UPDATE`.execute(work.tx)
  const card = await findCard(work.tx, cardNumber)
  if (!card) return refuse('card-unknown')
  const open = await openAlerts(work, cardNumber)
  if (open.length === 0) return refuse('nothing-to-clear')
  const unseen = open.filter((id) => !seenAlertIds.includes(id))
  if (unseen.length > 0) return refuse('evidence-unseen', { unseen: unseen.length })
  await review(work, { cardNumber, alertIds: open, outcome: 'cleared', note })
  const wasFrozen = card.suspendedBecause === 'frozen'
  if (wasFrozen) await moveCard(work, { cardNumber, from: ['suspended'], to: 'active' })
  return accept({ cardNumber, wasFrozen })
}

/** Closes what is open of a card that was stopped for good: nothing is left to find out. */
export async function closeAlertsOfStopped(work: Work, cardNumber: string): Promise<void> {
  const open = await openAlerts(work, cardNumber)
  if (open.length > 0) await review(work, { cardNumber, alertIds: open, outcome: 'card-stopped', note: '' })
}

async function openAlerts(work: Work, cardNumber: string): Promise<string[]> {
  const rows = await work.tx
    .selectFrom('card_alerts')
    .leftJoin('card_alert_reviews', 'alert_id', 'id')
    .select('id')
    .where('card_number', '=', cardNumber)
    .where('alert_id', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

interface Review {
  cardNumber: string
  alertIds: readonly string[]
  outcome: 'cleared' | 'card-stopped'
  note: string
}

async function review(work: Work, { cardNumber, alertIds, outcome, note }: Review): Promise<void> {
  const { actor, now } = work
  await work.tx
    .insertInto('card_alert_reviews')
    .values(
      alertIds.map((id) => ({
        alert_id: id,
        outcome,
        note,
        reviewed_by: staffOf(actor),
        reviewed_at: now,
      })),
    )
    .execute()
  const details = { outcome, alerts: alertIds.length }
  await audit(work, { action: 'card.alerts-reviewed', subject: `card:${cardNumber}`, details })
  await publish(work, { topic: 'alerts', type: 'reviewed', data: { cardNumber } })
}
