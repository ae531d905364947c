import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { moveCard } from '../cards/index.ts'

const AT_ONCE = 200

interface Expiry {
  batchId: string
  /** last good day in Asia/Shanghai, YYYY-MM-DD; null: never */
  cardsExpireOn: string | null
  inUse: number
}

const expiries = async (
  db: Db | Tx,
  batchId: string | null,
): Promise<(Expiry & { code: string; level: string })[]> => {
  const result = await sql<{ id: string; code: string; level: string; day: string | null; count: bigint }>`
    SELECT b.id, b.code, b.level, to_char(b.cards_expire_on, 'YYYY-MM-DD') AS day,
           count(*) FILTER (WHERE c.state IN ('active', 'suspended')) AS count
      FROM batches b LEFT JOIN cards c ON c.batch_id = b.id
     WHERE ${batchId}::uuid IS NULL OR b.id = ${batchId}::uuid
     GROUP BY b.id ORDER BY b.ordered_at DESC, b.id DESC LIMIT 200`.execute(db)
  return result.rows.map(({ id, code, level, day, count }) => ({
    batchId: id,
    code,
    level,
    cardsExpireOn: day,
    inUse: Number(count),
  }))
}

/** Until when the cards of each batch are good, newest batch first. */
export const listExpiries = (db: Db) => expiries(db, null)

/**
 * Says until when a batch's cards are good. Refuses with `batch-unknown`, `expiry-in-past`: what is expired at once
 * would stop people's cards before anybody has told them.
 */
export async function setExpiry(
  work: Work,
  { batchId, cardsExpireOn }: { batchId: string; cardsExpireOn: string | null },
): Promise<Result<Expiry, 'batch-unknown' | 'expiry-in-past'>> {
  const [known] = await expiries(work.tx, batchId)
  if (!known) return refuse('batch-unknown')
  if (cardsExpireOn !== null && cardsExpireOn < dayOf(work.now)) return refuse('expiry-in-past')
  await sql`UPDATE batches SET cards_expire_on = ${cardsExpireOn}::date WHERE id = ${batchId}`.execute(
    work.tx,
  )
  await audit(work, { action: 'batch.expiry-set', subject: `batch:${batchId}`, details: { cardsExpireOn } })
  return accept({ batchId, cardsExpireOn, inUse: known.inUse })
}

/**
 * Expires cards whose last good day, in Asia/Shanghai, is over; some hundred in a transaction.
 * @returns how many it expired
 */
export async function expireCards({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<number> {
  for (let total = 0; ;) {
    const count = await inTransaction(db, async (tx) => {
      const now = clock.now()
      const work: Work = { tx, now, id: newId(), actor: { kind: 'system' } }
      const due = await dueCards(tx, dayOf(now))
      for (const cardNumber of due) {
        const from = ['active', 'suspended'] as const
        await moveCard(work, { cardNumber, from, to: 'expired' })
      }
      return due.length
    })
    total += count
    if (count < AT_ONCE) return total
  }
}

/** Locked; what another server is expiring just now is passed over. */
async function dueCards(tx: Tx, today: string): Promise<string[]> {
  const result = await sql<{ cardNumber: string }>`
    SELECT c.card_number AS "cardNumber" FROM cards c JOIN batches b ON b.id = c.batch_id
     WHERE b.cards_expire_on < ${today}::date AND c.state IN ('active', 'suspended')
     ORDER BY c.card_number LIMIT ${AT_ONCE} FOR UPDATE OF c SKIP LOCKED`.execute(tx)
  return result.rows.map(({ cardNumber }) => cardNumber)
}

/** Every minute, so that a card stops within a minute of midnight in Asia/Shanghai, or of the server's return. */
export const cardExpiry = (platform: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'expire-cards',
  cron: '* * * * *',
  async handle() {
    await expireCards(platform)
  },
})
