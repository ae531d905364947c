import { anyTill, type Shop } from '../faults/ground/shop.ts'

/** What a purchase's row and answer say, as long as those that the server writes. */
export interface PurchaseTexts {
  lines: string
  pointsWords: string
  answer: string
}

/** pgbench takes a colon before a letter or figure for a variable, wherever it stands. */
const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll(/:(?=\w)/g, ': ')}'`

/** Draws a member, an amount and the ids, as a till and the server do. */
const draw = `
\\set n random(1, :members)
\\set paid random(1000, 500000)
\\set points :paid / 1000
SELECT gen_random_uuid() AS id, gen_random_uuid() AS earning, gen_random_uuid() AS entry,
       '915607' || lpad(CAST(:n AS text), 10, '0') AS card \\gset
`

/** Statement after statement of the purchase's transaction, as the rule for one purchase sends them. */
export const statementByStatement = (shop: Shop, texts: PurchaseTexts): string => `${draw}
BEGIN;
INSERT INTO commands (id, content_hash, created_at) VALUES (CAST(:id AS uuid), sha256(CAST(:id AS text)::bytea), now());
SELECT c.member_id AS member, c.state, c.state_since, c.shares_balance, b.level, m.programme_id AS programme
  FROM cards c JOIN batches b ON b.id = c.batch_id JOIN members m ON m.id = c.member_id WHERE card_number = :card \\gset
SELECT c.joins, c.rate_per_mille FROM counters c
  LEFT JOIN LATERAL (SELECT * FROM counter_agreements WHERE counter_id = c.id AND starts_at <= now() ORDER BY starts_at DESC LIMIT 1) a ON true
 WHERE c.id = '${shop.counterId}';
SELECT coalesce(
         (SELECT to_level FROM level_changes WHERE member_id = m.id AND effective_at < now() ORDER BY position DESC LIMIT 1),
         (SELECT from_level FROM level_changes WHERE member_id = m.id ORDER BY position LIMIT 1), m.level) AS level
  FROM members m WHERE m.id = CAST(:member AS uuid);
SELECT version, starts_at FROM programme_versions
 WHERE programme_id = CAST(:programme AS uuid) AND starts_at <= now() ORDER BY starts_at DESC LIMIT 1;
INSERT INTO purchases (member_id, id, card_number, counter_id, till_id, receipt_number, pay_fen, paid_fen, points, points_words,
                       programme_version, lines, level, sold_at, recorded_at)
VALUES (CAST(:member AS uuid), CAST(:id AS uuid), :card, '${shop.counterId}', '${anyTill(shop).id}', CAST(:id AS text), :paid, :paid, :points,
        ${literal(texts.pointsWords)}, 1, ${literal(texts.lines)}, 'gold', now(), now()) ON CONFLICT DO NOTHING;
SELECT account, points, last_entry,
       EXISTS (SELECT FROM points_lots WHERE member_id = CAST(:member AS uuid) AND points_left > 0 AND due_at <= now()) AS due
  FROM points_accounts WHERE member_id = CAST(:member AS uuid) ORDER BY account FOR UPDATE;
WITH kept AS (
  UPDATE points_accounts SET points = points + :points, last_entry = last_entry + 1
   WHERE member_id = CAST(:member AS uuid) AND account = 'spendable' RETURNING points, last_entry
), written AS (
  INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after,
                                happened_at, recorded_at)
  SELECT CAST(:member AS uuid), CAST(:earning AS uuid), last_entry, 'issued', 'spendable', :points, 'purchase',
         'purchase:' || CAST(:id AS text), points, now(), now() FROM kept
), earned AS (
  INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
  VALUES (CAST(:member AS uuid), CAST(:earning AS uuid), 'purchase:' || CAST(:id AS text), 'spendable', now(), now(), :points, :points)
)
INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
VALUES (CAST(:member AS uuid), CAST(:earning AS uuid), CAST(:earning AS uuid), :points, now());
INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
VALUES (CAST(:entry AS uuid), now(), 'till: ${anyTill(shop).id}', 'purchase.recorded', 'purchase:' || CAST(:id AS text),
        jsonb_build_object('counterId', '${shop.counterId}', 'paidFen', CAST(:paid AS bigint), 'points', CAST(:points AS bigint), 'version', 1));
UPDATE commands SET status = 200, answer = ${literal(texts.answer)} WHERE id = CAST(:id AS uuid);
COMMIT;
`

/** All of it in one statement: the least that a database is asked for one purchase. */
export const oneStatement = (shop: Shop, texts: PurchaseTexts): string => `
\\set n random(1, :members)
\\set paid random(1000, 500000)
\\set points :paid / 1000
WITH ids AS MATERIALIZED (
  SELECT gen_random_uuid() AS id, gen_random_uuid() AS earning, now() AS at
), sale AS MATERIALIZED (
  SELECT ids.*, c.card_number, c.member_id, v.version,
         coalesce(
           (SELECT to_level FROM level_changes WHERE member_id = m.id AND effective_at < now() ORDER BY position DESC LIMIT 1),
           (SELECT from_level FROM level_changes WHERE member_id = m.id ORDER BY position LIMIT 1), m.level) AS level
    FROM ids
    JOIN cards c ON c.card_number = CAST('915607' || lpad(CAST(:n AS text), 10, '0') AS char(16))
    JOIN batches b ON b.id = c.batch_id
    JOIN members m ON m.id = c.member_id
    JOIN counters k ON k.id = '${shop.counterId}'
    LEFT JOIN LATERAL (SELECT * FROM counter_agreements WHERE counter_id = k.id AND starts_at <= now() ORDER BY starts_at DESC LIMIT 1) a ON true
    JOIN LATERAL (SELECT version FROM programme_versions WHERE programme_id = m.programme_id AND starts_at <= now()
                   ORDER BY starts_at DESC LIMIT 1) v ON true
   WHERE c.state = 'active'
     AND NOT EXISTS (SELECT FROM points_lots WHERE member_id = m.id AND points_left > 0 AND due_at <= now())
), command AS (
  INSERT INTO commands (id, content_hash, status, answer, created_at)
  SELECT id, sha256(CAST(id AS text)::bytea), 200, ${literal(texts.answer)}, at FROM sale
), purchase AS (
  INSERT INTO purchases (member_id, id, card_number, counter_id, till_id, receipt_number, pay_fen, paid_fen, points, points_words,
                         programme_version, lines, level, sold_at, recorded_at)
  SELECT member_id, id, card_number, '${shop.counterId}', '${anyTill(shop).id}', id::text, :paid, :paid, :points,
         ${literal(texts.pointsWords)}, version, ${literal(texts.lines)}, level, at, at FROM sale
      ON CONFLICT DO NOTHING
), kept AS (
  UPDATE points_accounts a SET points = points + :points, last_entry = last_entry + 1
    FROM sale WHERE a.member_id = sale.member_id AND account = 'spendable' RETURNING points, last_entry
), written AS (
  INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after,
                                happened_at, recorded_at)
  SELECT member_id, earning, last_entry, 'issued', 'spendable', :points, 'purchase', 'purchase:' || id, points, at, at
    FROM sale, kept
), earned AS (
  INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
  SELECT member_id, earning, 'purchase:' || id, 'spendable', at, at, :points, :points FROM sale
), moved AS (
  INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
  SELECT member_id, earning, earning, :points, at FROM sale
)
INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
SELECT gen_random_uuid(), at, 'till: ${anyTill(shop).id}', 'purchase.recorded', 'purchase:' || id,
       jsonb_build_object('counterId', '${shop.counterId}', 'paidFen', CAST(:paid AS bigint), 'points', CAST(:points AS bigint), 'version', 1)
  FROM sale;
`
