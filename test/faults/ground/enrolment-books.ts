import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db } from '../../../server/platform/database.ts'
import { checkLedger } from '../../../server/points/index.ts'

/** Ids of enrolments of new members that lack any of their parts, or have one of them twice. */
const halfEnrolments = (db: Db): Promise<string[]> =>
  sql<{ id: string }>`
    WITH given AS (SELECT reference, sum(quantity) AS pieces, count(*) AS times
                     FROM gift_movements WHERE reason = 'enrolment' GROUP BY reference),
         told AS (SELECT data->>'enrolmentId' AS id, count(*) AS times
                    FROM events WHERE type = 'enrolled' GROUP BY 1)
    SELECT e.id FROM enrolments e
      LEFT JOIN given ON given.reference = 'enrolment:' || e.id
      LEFT JOIN told ON told.id = e.id::text
     WHERE (given.pieces = -1 AND given.times = 1 AND told.times = 2
      AND EXISTS (SELECT FROM members WHERE id = e.member_id)
      AND EXISTS (SELECT FROM member_identities WHERE member_id = e.member_id)
      AND (SELECT count(*) FROM consents WHERE member_id = e.member_id) = 1
      AND EXISTS (SELECT FROM cards
            WHERE card_number = e.card_number AND state = 'active' AND member_id = e.member_id)
      AND (SELECT count(*) FROM points_transfers
            WHERE member_id = e.member_id AND reference = 'enrolment:' || e.id
              AND reason = 'welcome' AND points = e.welcome_points) = 1
      AND EXISTS (SELECT FROM points_accounts
            WHERE member_id = e.member_id AND account = 'spendable' AND points = e.welcome_points)
      AND (SELECT count(*) FROM audit_entries
            WHERE subject = 'enrolment:' || e.id AND action = 'enrolment.done') = 1
      AND EXISTS (SELECT FROM commands
            WHERE id = e.id AND answer->'value'->>'enrolmentId' = e.id::text)
      ) IS NOT TRUE`
    .execute(db)
    .then(({ rows }) => rows.map(({ id }) => id))

/** What enrolments leave behind, each counted in its own table: a part without its enrolment shows here. */
const countParts = (db: Db): Promise<Record<string, number>> =>
  sql<Record<string, number>>`
    SELECT (SELECT count(*)::int FROM enrolments) AS enrolments,
           (SELECT count(*)::int FROM members) AS members,
           (SELECT count(*)::int FROM member_identities) AS identities,
           (SELECT count(*)::int FROM consents) AS consents,
           (SELECT count(*)::int FROM cards WHERE state = 'active' OR member_id IS NOT NULL) AS cards,
           (SELECT count(*)::int FROM gift_movements WHERE reason = 'enrolment') AS gifts,
           (SELECT count(*)::int FROM points_transfers WHERE reason = 'welcome') AS welcomes,
           (SELECT count(*)::int FROM audit_entries WHERE action = 'enrolment.done') AS audited,
           (SELECT count(*)::int / 2 FROM events WHERE type = 'enrolled') AS told,
           (SELECT count(*)::int FROM commands WHERE answer->'value' ? 'enrolmentId') AS answered`
    .execute(db)
    .then(({ rows }) => rows[0] ?? {})

/** Shelves whose pieces are not the sum of their movements. */
const shelvesOutOfBalance = (db: Db): Promise<unknown[]> =>
  sql`
    SELECT * FROM
      (SELECT place_id, gift_id, sum(on_hand) AS lying FROM gift_stock GROUP BY 1, 2) shelf
      FULL JOIN (SELECT place_id, gift_id, sum(quantity) AS moved FROM gift_movements GROUP BY 1, 2) book
      USING (place_id, gift_id)
     WHERE coalesce(lying, 0) <> coalesce(moved, 0)`
    .execute(db)
    .then(({ rows }) => rows)

/**
 * Holds every enrolment to be whole and every book to add up, with whatever has been committed by now.
 * @returns how many enrolments there are
 */
export async function checkBooks(db: Db): Promise<number> {
  const parts = await countParts(db)
  const { enrolments = -1 } = parts
  for (const [part, count] of Object.entries(parts))
    assert.equal(count, enrolments, `${part} are as many as enrolments`)
  assert.deepEqual(await halfEnrolments(db), [], 'no enrolment is half')
  assert.deepEqual(await shelvesOutOfBalance(db), [], 'what lies on shelves is what was moved there')
  assert.equal((await checkLedger(db)).isBalanced, true, 'the ledger is balanced')
  return enrolments
}

export const enrolledIds = (db: Db): Promise<Set<string>> =>
  db
    .selectFrom('enrolments')
    .select('id')
    .execute()
    .then((rows) => new Set(rows.map(({ id }) => id)))
