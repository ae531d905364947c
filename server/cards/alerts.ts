import type { Db } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import type { CardAlertTable } from './table.ts'

export interface Alarm {
  cardNumber: string
  kind: CardAlertTable['kind']
  /** what was seen; the same again raises no second alert, so that nobody can flood the office */
  evidence: Record<string, string | number>
}

/** Tells the office that a card did what a genuine one in good hands does not. */
export async function raiseAlert(work: Work, { cardNumber, kind, evidence }: Alarm): Promise<void> {
  const seen = JSON.stringify(evidence)
  const raised = await work.tx
    .insertInto('card_alerts')
    .values({
      id: derivedId(`${cardNumber}/${kind}/${seen}`, 'alert'),
      card_number: cardNumber,
      kind,
      evidence: seen,
      raised_at: work.now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!raised) return
  await audit(work, { action: `card.${kind}`, subject: `card:${cardNumber}`, details: evidence })
  await publish(work, { topic: 'alerts', type: kind, data: { cardNumber } })
}

/** The latest hundred. */
export async function listAlerts(db: Db) {
  const alerts = await db
    .selectFrom('card_alerts')
    .select(['id', 'card_number', 'kind', 'raised_at'])
    .orderBy('raised_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
  return alerts.map(({ id, kind, card_number: cardNumber, raised_at: raisedAt }) => ({
    id,
    kind,
    cardNumber,
    raisedAt: raisedAt.toISOString(),
  }))
}
