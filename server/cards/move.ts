import type { Updateable } from 'kysely'
import { audit, type AuditFact } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findCard } from './queries.ts'
import type { CardState } from './schema.ts'
import type { CardTable } from './table.ts'

export interface CardMove {
  cardNumber: string
  /** states that it may come from; the database refuses pairs that `card_moves` does not list */
  from: readonly CardState[]
  to: CardState
  /** facts that change with the state; why it is suspended is forgotten unless it is said here */
  set?: Pick<
    Updateable<CardTable>,
    | 'nfc_uid'
    | 'has_chip'
    | 'sun_counter'
    | 'stripe_written'
    | 'spoil_reason'
    | 'place_id'
    | 'box_id'
    | 'transfer_id'
    | 'member_id'
    | 'shares_balance'
    | 'suspended_because'
    | 'replaced_by'
  >
  /** only from this place; null is the office */
  atPlace?: string | null
  /** a card that was frozen stays where it is */
  unlessFrozen?: boolean
  /** what the audit entry says beside the state */
  details?: Record<string, string | number>
}

/**
 * Moves a card from one state of its life to another, in one guarded statement; writes it down.
 * Refuses with `card-unknown`, then `card-not-in-state` when it is elsewhere in its life (or at another place).
 */
export async function moveCard(
  work: Work,
  { cardNumber, from, to, set = {}, atPlace, unlessFrozen, details }: CardMove,
): Promise<Result<{ batchId: string; position: number }, 'card-unknown' | 'card-not-in-state'>> {
  const moving = work.tx
    .updateTable('cards')
    .set((row) => ({
      suspended_because: null,
      ...set,
      state: to,
      previous_state: row.ref('state'),
      state_since: work.now,
    }))
    .where('card_number', '=', cardNumber)
    .where('state', 'in', from)
    .returning(['batch_id as batchId', 'position'])
  const update = unlessFrozen ? moving.where('suspended_because', 'is distinct from', 'frozen') : moving
  const moved = await (
    atPlace === undefined
      ? update
      : update.where('place_id', 'is not distinct from', atPlace).where('transfer_id', 'is', null)
  ).executeTakeFirst()
  if (!moved) {
    const card = await findCard(work.tx, cardNumber)
    return card ? refuse('card-not-in-state', { state: card.state }) : refuse('card-unknown')
  }
  await audit(work, { ...movedFact(cardNumber, to), ...(details ? { details } : {}) })
  return accept(moved)
}

export const movedFact = (cardNumber: string, to: CardState): AuditFact => ({
  action: `card.${to}`,
  subject: `card:${cardNumber}`,
})
