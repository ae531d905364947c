import { cardsOf, findCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { levelNow } from '../levels/index.ts'
import { hasPin, maskedIdentity } from '../members/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { aheadOf, balanceOf, historyOf, shapeOf } from '../points/index.ts'
import { levelInWords } from '../programmes/index.ts'
import { findOpenSession, type OpenSession } from './queries.ts'
import type { Me } from './schema.ts'

const HISTORY_SHOWN = 10

/** What a kiosk shows to whoever stands there: only what the card they showed may reveal. */
export async function describeMe(
  db: Db,
  keys: KeyService,
  { sessionId, now }: { sessionId: string; now: Date },
): Promise<Me> {
  const session = await findOpenSession(db, sessionId)
  const memberId = session.member_id
  const [standing, identity, cards, balance, ahead, history, isPinSet] = await Promise.all([
    levelNow(db, { memberId, now }),
    maskedIdentity(db, keys, memberId),
    cardsOf(db, memberId),
    balanceOf(db, memberId),
    aheadOf(db, memberId, now),
    historyOf(db, memberId, { limit: HISTORY_SHOWN }),
    hasPin(db, memberId),
  ])
  const card = cards.find((each) => each.cardNumber === session.card_number)
  assert(standing && identity && card, 'a session has a member and their card')
  const { level, next, way, keeping } = standing
  const seesAll = mayShowBalance(session, card)
  return {
    maskedName: identity.name,
    maskedPhone: identity.phone,
    level,
    way: (seesAll ? way : next && levelInWords(next)) ?? null, // what is missing would tell what was spent
    keeping: (seesAll ? keeping : undefined) ?? null,
    card: {
      design: card.design,
      designVersion: card.designVersion,
      lastFour: card.cardNumber.slice(-4),
      provesItself: card.provesItself,
    },
    means: session.means,
    hasPin: isPinSet,
    isProven: session.proven_at !== null,
    needsJoining: !card.sharesBalance,
    balance: seesAll
      ? { ...balance, masked: false }
      : { masked: true, shape: shapeOf(balance.spendable, card) },
    ahead: seesAll ? ahead : null,
    history: seesAll ? history.entries : [],
  }
}

/**
 * A tap proves the card; who swiped or scanned proves themself by a code to their phone. And a card must have been joined
 * to the account.
 */
const mayShowBalance = (
  session: Pick<OpenSession, 'means' | 'proven_at'>,
  card: { sharesBalance: boolean },
): boolean => (session.means === 'tap' || session.proven_at !== null) && card.sharesBalance

/** @returns whether what was shown in this session may reveal the balance, and what waits to be picked up */
export async function seesBalance(db: Db | Tx, sessionId: string): Promise<boolean> {
  const session = await findOpenSession(db, sessionId)
  const card = await findCard(db, session.card_number)
  return card !== undefined && mayShowBalance(session, card)
}
