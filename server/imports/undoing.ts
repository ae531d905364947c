import { sql } from 'kysely'
import { raiseMany } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { currentProgramme, rulesAt } from '../programmes/index.ts'
import { hold, tell, type Claimed, type Needs } from './lease.ts'
import { findImport, type ImportRow } from './queries.ts'

/**
 * What has been built upon an import since: points of it that were used, returns, levels that moved again, and members of
 * its own who have come: with a phone they gave, a card, a consent, a PIN, or bought something.
 */
export async function isBuiltUpon(db: Db | Tx, importId: string): Promise<boolean> {
  const reference = `import:${importId}`
  const { rows } = await sql<{ is_built_upon: boolean }>`
    SELECT EXISTS (SELECT FROM purchases p JOIN points_lots l ON l.member_id = p.member_id AND l.reference = 'purchase:' || p.id
                    WHERE p.import_id = ${importId} AND points_left + points_expired < l.points)
        OR EXISTS (SELECT FROM imported_rows r JOIN points_lots l ON l.member_id = r.member_id AND l.reference = ${reference}
                    WHERE r.import_id = ${importId} AND points_left + points_expired < points)
        OR EXISTS (SELECT FROM purchase_returns r JOIN purchases p ON p.id = r.purchase_id WHERE p.import_id = ${importId})
        OR EXISTS (SELECT FROM level_changes c JOIN level_changes i ON i.member_id = c.member_id
                    WHERE i.reference = ${reference} AND c.position > i.position AND c.reference IS DISTINCT FROM ${reference})
        OR EXISTS (SELECT FROM customer_keys k WHERE k.import_id = ${importId} AND k.claimed_at IS NOT NULL)
        OR EXISTS (SELECT FROM imported_members o
                    WHERE o.import_id = ${importId}
                      AND (EXISTS (SELECT FROM cards c WHERE c.member_id = o.member_id)
                           OR EXISTS (SELECT FROM consents c WHERE c.member_id = o.member_id)
                           OR EXISTS (SELECT FROM member_pins c WHERE c.member_id = o.member_id)
                           OR EXISTS (SELECT FROM customer_keys k WHERE k.member_id = o.member_id AND k.import_id <> o.import_id)
                           OR EXISTS (SELECT FROM imported_rows r WHERE r.member_id = o.member_id AND r.import_id <> o.import_id)
                           OR EXISTS (SELECT FROM purchases p WHERE p.member_id = o.member_id AND p.import_id IS DISTINCT FROM o.import_id)
                           OR EXISTS (SELECT FROM points_lots l
                                       WHERE l.member_id = o.member_id AND l.reference <> ${reference}
                                         AND NOT EXISTS (SELECT FROM purchases p
                                                          WHERE p.member_id = o.member_id AND l.reference = 'purchase:' || p.id))))
        AS is_built_upon`.execute(db)
  return rows[0]?.is_built_upon ?? false
}

/**
 * Takes a whole import back in one transaction, or nothing of it: each purchase is returned whole, its points are taken
 * back by entries of their own, levels fall back, and who its members were is forgotten. What the ledger and the books
 * hold stays to be read: nothing is deleted there. Throws `Stopped`.
 */
export async function undoImport(needs: Needs, claimed: Claimed): Promise<void> {
  const { db, clock } = needs
  await inTransaction(db, async (tx) => {
    await hold(tx, clock, claimed, 'undoing')
    const row = await findImport(tx, claimed.importId)
    if (!row) return
    const { id: importId } = row
    await lockBooks(tx, importId)
    if (await isBuiltUpon(tx, importId)) return await settle(tx, needs, { row, isUndone: false })
    const work: Work = {
      tx,
      now: clock.now(),
      id: derivedId(importId, 'undo'),
      actor: { kind: 'staff', staffId: row.started_by, roles: [] },
    }
    await takePointsBack(work, importId)
    await returnPurchases(work, row)
    await lowerLevels(work, importId)
    await forgetPeople(tx, importId)
    await audit(work, {
      action: 'import.undone',
      subject: `import:${importId}`,
      details: { rows: row.rows_good },
    })
    await settle(tx, needs, { row, isUndone: true })
  })
  needs.events.poke()
}

/** Members before their points, as everywhere: nobody spends what is being taken back. */
async function lockBooks(tx: Tx, importId: string): Promise<void> {
  const members = sql`SELECT member_id FROM imported_members WHERE import_id = ${importId}
                       UNION SELECT member_id FROM imported_rows WHERE import_id = ${importId}`
  await sql`SELECT id FROM members WHERE id IN (${members}) ORDER BY id FOR UPDATE`.execute(tx)
  await sql`SELECT member_id FROM points_accounts WHERE member_id IN (${members}) ORDER BY member_id, account FOR UPDATE`.execute(
    tx,
  )
}

async function takePointsBack({ tx, now }: Work, importId: string): Promise<void> {
  await sql`
    WITH taken AS MATERIALIZED (
      SELECT l.member_id, l.id, l.account, l.points_left, l.reference, gen_random_uuid() AS transfer_id,
             a.last_entry + row_number() OVER in_order AS number,
             a.points - sum(CASE l.account WHEN 'spendable' THEN l.points_left ELSE 0 END) OVER in_order AS spendable_after
        FROM points_lots l
        JOIN (SELECT member_id, 'purchase:' || id AS reference FROM purchases WHERE import_id = ${importId}
              UNION ALL SELECT DISTINCT member_id, ${`import:${importId}`} FROM imported_rows WHERE import_id = ${importId}) g
          ON g.member_id = l.member_id AND g.reference = l.reference
        JOIN points_accounts a ON a.member_id = l.member_id AND a.account = 'spendable'
       WHERE l.points_left > 0
      WINDOW in_order AS (PARTITION BY l.member_id ORDER BY l.earned_at, l.id ROWS UNBOUNDED PRECEDING)
    ), written AS (
      INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                    spendable_after, happened_at, recorded_at)
      SELECT member_id, transfer_id, number, account, 'taken-back', points_left, 'return', reference, spendable_after, ${now}, ${now}
        FROM taken
    ), moved AS (
      INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
      SELECT member_id, transfer_id, id, points_left, ${now} FROM taken
    ), emptied AS (
      UPDATE points_lots l SET points_left = 0 FROM taken t WHERE l.member_id = t.member_id AND l.id = t.id
    )
    UPDATE points_accounts a
       SET points = a.points - coalesce(k.points, 0),
           last_entry = CASE a.account WHEN 'spendable' THEN k.last_entry ELSE 0 END
      FROM (SELECT t.member_id, s.account, max(t.number) AS last_entry,
                   sum(t.points_left) FILTER (WHERE t.account = s.account) AS points
              FROM taken t CROSS JOIN (VALUES ('pending'), ('spendable')) s (account)
             GROUP BY t.member_id, s.account) k
     WHERE a.member_id = k.member_id AND a.account = k.account`.execute(tx)
}

async function returnPurchases(
  { tx, now }: Work,
  { id: importId, till_id: tillId }: ImportRow,
): Promise<void> {
  await sql`
    INSERT INTO purchase_returns (purchase_id, position, id, lines, refund_fen, quantities_left, paid_left_fen, points_left,
                                  till_id, points_taken, points_owed, returned_at, recorded_at)
    SELECT id, 1, gen_random_uuid(), jsonb_build_array(jsonb_build_object('line', 1, 'quantity', lines -> 0 -> 'quantity')),
           paid_fen, '[0]', 0, 0, ${tillId}::uuid, points, 0, ${now}, ${now}
      FROM purchases WHERE import_id = ${importId}`.execute(tx)
}

/** Nobody's level was moved since: each falls back to what it was before, and rises to what other purchases reach. */
async function lowerLevels(work: Work, importId: string): Promise<void> {
  const { tx, now } = work
  const reference = `import:${importId}`
  const { rows } = await sql<{ member_id: string }>`
    WITH before AS (
      SELECT DISTINCT ON (c.member_id) c.member_id, c.from_level, m.level
        FROM level_changes c JOIN members m ON m.id = c.member_id
       WHERE c.reference = ${reference} ORDER BY c.member_id, c.position
    ), changed AS (
      INSERT INTO level_changes (member_id, position, id, kind, from_level, to_level, effective_at, recorded_at, reference)
      SELECT member_id, (SELECT max(position) FROM level_changes c WHERE c.member_id = b.member_id) + 1, gen_random_uuid(),
             'returned', level, from_level, ${now}, ${now}, ${reference}
        FROM before b WHERE level <> from_level
    )
    UPDATE members m SET level = b.from_level, level_review_at = NULL
      FROM before b WHERE m.id = b.member_id
    RETURNING m.id AS member_id`.execute(tx)
  const programme = await currentProgramme(tx)
  if (!programme) return
  const rules = await rulesAt(tx, programme.id, now)
  const memberIds = rows.map(({ member_id: memberId }) => memberId)
  await raiseMany(work, rules, { memberIds, reference: `${reference}/undone` })
}

/** The rows can be imported again; of the members nothing but their number is left, as their books need it. */
async function forgetPeople(tx: Tx, importId: string): Promise<void> {
  const own = sql`SELECT member_id FROM imported_members WHERE import_id = ${importId}`
  await sql`DELETE FROM imported_rows WHERE import_id = ${importId}`.execute(tx)
  await sql`DELETE FROM customer_keys WHERE import_id = ${importId}`.execute(tx)
  await sql`DELETE FROM member_pictures WHERE member_id IN (${own})`.execute(tx)
  await sql`DELETE FROM member_identities WHERE member_id IN (${own})`.execute(tx)
}

async function settle(
  tx: Tx,
  { clock }: Needs,
  { row, isUndone }: { row: ImportRow; isUndone: boolean },
): Promise<void> {
  const before = row.rows_done === row.rows_total ? 'finished' : 'cancelled'
  await sql`
    UPDATE imports SET previous_state = state, state = ${isUndone ? 'undone' : before},
                       trouble = ${isUndone ? null : 'import-built-upon'}, worker = NULL, worker_until = NULL,
                       changed_at = ${clock.now()}
     WHERE id = ${row.id}`.execute(tx)
  await tell(tx, clock, row.id)
}
