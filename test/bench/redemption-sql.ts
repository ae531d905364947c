import type { RedemptionStand } from './redemption-stand.ts'

/** As long as what the server answers with. */
const ANSWER = JSON.stringify({
  ok: true,
  value: {
    id: '00000000-0000-4000-8000-000000000000',
    giftId: '00000000-0000-4000-8000-000000000000',
    kind: 'goods',
    startsAt: null,
    nameZh: '雨伞',
    nameEn: 'Umbrella',
    points: 1,
    state: 'held',
    pickUpCode: '123456',
    expiresAt: '2026-11-20T10:15:00.000Z',
  },
}).replaceAll(/:(?=\w)/g, ': ') // pgbench takes a colon before a letter or figure for a variable

/** Who asks: the kiosk by its token, and its open session, which is noted as used in a transaction of its own. */
const WHO = `
\\set n random(1, :members)
SELECT k.id AS kiosk, k.place_id AS place FROM kiosks k
 WHERE token_hash = sha256(('kiosk-' || CAST(:n AS text))::bytea) AND revoked_at IS NULL \\gset
UPDATE member_sessions SET seen_at = greatest(seen_at, now())
 WHERE id = CAST(md5('session' || CAST(:n AS text)) AS uuid) AND kiosk_id = CAST(:kiosk AS uuid) AND ended_at IS NULL
   AND seen_at > now() - interval '2 minutes'
   AND EXISTS (SELECT FROM cards WHERE cards.card_number = member_sessions.card_number AND cards.state = 'active')
RETURNING member_id AS member, id AS session \\gset
`

interface Ids {
  gift: string
  place: string
}

const idsOf = ({ giftId, placeId }: RedemptionStand): Ids => ({
  gift: `CAST('${giftId}' AS uuid)`,
  place: `CAST('${placeId}' AS uuid)`,
})

/** Statement after statement of a hold's transaction, as the rule for one hold sends them. */
export function statementByStatement(stand: RedemptionStand): string {
  const { gift, place } = idsOf(stand)
  return `${WHO}
SELECT gen_random_uuid() AS id, gen_random_uuid() AS transfer, gen_random_uuid() AS movement,
       lpad(CAST(floor(random() * 1000000) AS text), 6, '0') AS code \\gset
BEGIN;
INSERT INTO commands (id, content_hash, created_at) VALUES (CAST(:id AS uuid), sha256(CAST(:id AS text)::bytea), now());
SELECT proven_at FROM member_sessions WHERE id = CAST(:session AS uuid) AND ended_at IS NULL;
SELECT price_points, kind FROM gifts WHERE id = ${gift};
SELECT EXISTS (SELECT FROM watch_freezes WHERE frozen = ANY (ARRAY[CAST(:member AS uuid), ${gift}]) AND released_at IS NULL);
SELECT id FROM redemptions WHERE state = 'held' AND expires_at <= now() AND member_id = CAST(:member AS uuid)
 ORDER BY expires_at, id LIMIT 20 FOR UPDATE;
SELECT id FROM programmes ORDER BY created_at DESC, id DESC LIMIT 1;
SELECT version, rules FROM programme_versions WHERE starts_at <= now() ORDER BY starts_at DESC LIMIT 1;
UPDATE gift_stock SET on_hand = on_hand - 1
 WHERE place_id = ${place} AND gift_id = ${gift} AND bucket = (
   SELECT bucket FROM gift_stock WHERE place_id = ${place} AND gift_id = ${gift} AND on_hand > 0
    ORDER BY bucket LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING bucket;
INSERT INTO gift_movements (id, place_id, gift_id, quantity, reason, reference, recorded_by, recorded_at)
VALUES (CAST(:movement AS uuid), ${place}, ${gift}, -1, 'held', 'redemption: ' || CAST(:id AS text), 'member: ' || CAST(:member AS text), now());
INSERT INTO events (id, topic, type, data, recorded_at)
VALUES (gen_random_uuid(), 'place: ' || CAST(${place} AS text), 'stock-changed',
        jsonb_build_object('giftId', ${gift}, 'quantity', -1, 'reason', 'held'), now());
SELECT account, points, last_entry,
       EXISTS (SELECT FROM points_lots WHERE member_id = CAST(:member AS uuid) AND points_left > 0 AND due_at <= now()) AS due
  FROM points_accounts WHERE member_id = CAST(:member AS uuid) ORDER BY account FOR UPDATE;
SELECT id AS lot FROM points_lots WHERE member_id = CAST(:member AS uuid) AND account = 'spendable' AND points_left > 0
 ORDER BY expires_at NULLS LAST, earned_at, id LIMIT 1 \\gset
WITH kept AS (
  UPDATE points_accounts SET points = points + CASE account WHEN 'held' THEN 1 ELSE -1 END,
         last_entry = CASE account WHEN 'spendable' THEN last_entry + 1 ELSE 0 END
   WHERE member_id = CAST(:member AS uuid) AND account IN ('spendable', 'held') RETURNING account, points, last_entry
), written AS (
  INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after,
                                happened_at, recorded_at)
  SELECT CAST(:member AS uuid), CAST(:transfer AS uuid), last_entry, 'spendable', 'held', 1, 'hold',
         'redemption: ' || CAST(:id AS text), points, now(), now() FROM kept WHERE account = 'spendable'
), changed AS (
  UPDATE points_lots SET points_left = points_left - 1 WHERE member_id = CAST(:member AS uuid) AND id = CAST(:lot AS uuid)
)
INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
VALUES (CAST(:member AS uuid), CAST(:transfer AS uuid), CAST(:lot AS uuid), 1, now());
INSERT INTO redemptions (member_id, id, gift_id, place_id, kiosk_id, bucket, points, state, pick_up_code, held_at, expires_at)
VALUES (CAST(:member AS uuid), CAST(:id AS uuid), ${gift}, ${place}, CAST(:kiosk AS uuid), 0, 1, 'held', :code, now(),
        now() + interval '15 minutes') ON CONFLICT DO NOTHING;
INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
VALUES (gen_random_uuid(), now(), 'member: ' || CAST(:member AS text), 'redemption.held', 'redemption: ' || CAST(:id AS text),
        jsonb_build_object('giftId', ${gift}, 'placeId', ${place}, 'points', 1));
INSERT INTO events (id, topic, type, data, recorded_at)
VALUES (gen_random_uuid(), 'place: ' || CAST(${place} AS text), 'redemption', jsonb_build_object('redemptionId', CAST(:id AS uuid), 'giftId', ${gift}, 'state', 'held'), now());
INSERT INTO events (id, topic, type, data, recorded_at)
VALUES (gen_random_uuid(), 'kiosk: ' || CAST(:kiosk AS text), 'redemption', jsonb_build_object('redemptionId', CAST(:id AS uuid), 'giftId', ${gift}, 'state', 'held'), now());
UPDATE commands SET status = 200, answer = '${ANSWER}' WHERE id = CAST(:id AS uuid);
COMMIT;
`
}

/** All of the transaction in one statement: the least that a database is asked for one hold. */
export function oneStatement(stand: RedemptionStand): string {
  const { gift, place } = idsOf(stand)
  return `${WHO}
WITH h AS MATERIALIZED (
  SELECT gen_random_uuid() AS id, gen_random_uuid() AS transfer, now() AS at, s.member_id, s.kiosk_id,
         lpad(CAST(floor(random() * 1000000) AS text), 6, '0') AS code,
         (SELECT l.id FROM points_lots l WHERE l.member_id = s.member_id AND account = 'spendable' AND points_left > 0
           ORDER BY expires_at NULLS LAST, earned_at, id LIMIT 1) AS lot
    FROM member_sessions s
    JOIN gifts g ON g.id = ${gift}
    JOIN LATERAL (SELECT version FROM programme_versions WHERE starts_at <= now() ORDER BY starts_at DESC LIMIT 1) v ON true
   WHERE s.id = CAST(:session AS uuid) AND s.proven_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM watch_freezes WHERE frozen = ANY (ARRAY[s.member_id, ${gift}]) AND released_at IS NULL)
     AND NOT EXISTS (SELECT FROM redemptions r WHERE r.state = 'held' AND r.expires_at <= now() AND r.member_id = s.member_id)
     AND NOT EXISTS (SELECT FROM points_lots l WHERE l.member_id = s.member_id AND points_left > 0 AND due_at <= now())
), command AS (
  INSERT INTO commands (id, content_hash, status, answer, created_at)
  SELECT id, sha256(CAST(id AS text)::bytea), 200, '${ANSWER}', at FROM h
), stock AS (
  UPDATE gift_stock SET on_hand = on_hand - 1
   WHERE place_id = ${place} AND gift_id = ${gift} AND bucket = (
     SELECT bucket FROM gift_stock WHERE place_id = ${place} AND gift_id = ${gift} AND on_hand > 0
      ORDER BY bucket LIMIT 1 FOR UPDATE SKIP LOCKED)
), movement AS (
  INSERT INTO gift_movements (id, place_id, gift_id, quantity, reason, reference, recorded_by, recorded_at)
  SELECT gen_random_uuid(), ${place}, ${gift}, -1, 'held', 'redemption: ' || id, 'member: ' || member_id, at FROM h
), kept AS (
  UPDATE points_accounts a SET points = points + CASE account WHEN 'held' THEN 1 ELSE -1 END,
         last_entry = CASE account WHEN 'spendable' THEN last_entry + 1 ELSE 0 END
    FROM h WHERE a.member_id = h.member_id AND account IN ('spendable', 'held') RETURNING account, points, last_entry
), written AS (
  INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after,
                                happened_at, recorded_at)
  SELECT member_id, transfer, last_entry, 'spendable', 'held', 1, 'hold', 'redemption: ' || id, points, at, at
    FROM h, kept WHERE account = 'spendable'
), changed AS (
  UPDATE points_lots l SET points_left = points_left - 1 FROM h WHERE l.member_id = h.member_id AND l.id = h.lot
), moved AS (
  INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
  SELECT member_id, transfer, lot, 1, at FROM h
), redemption AS (
  INSERT INTO redemptions (member_id, id, gift_id, place_id, kiosk_id, bucket, points, state, pick_up_code, held_at, expires_at)
  SELECT member_id, id, ${gift}, ${place}, kiosk_id, 0, 1, 'held', code, at, at + interval '15 minutes' FROM h
      ON CONFLICT DO NOTHING
), noted AS (
  INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
  SELECT gen_random_uuid(), at, 'member: ' || member_id, 'redemption.held', 'redemption: ' || id,
         jsonb_build_object('giftId', ${gift}, 'placeId', ${place}, 'points', 1) FROM h
)
INSERT INTO events (id, topic, type, data, recorded_at)
SELECT gen_random_uuid(), n.topic, n.type, n.data, at FROM h CROSS JOIN LATERAL (VALUES
  ('place: ' || CAST(${place} AS text), 'stock-changed', jsonb_build_object('giftId', ${gift}, 'quantity', -1, 'reason', 'held')),
  ('place: ' || CAST(${place} AS text), 'redemption', jsonb_build_object('redemptionId', h.id, 'giftId', ${gift}, 'state', 'held')),
  ('kiosk: ' || h.kiosk_id, 'redemption', jsonb_build_object('redemptionId', h.id, 'giftId', ${gift}, 'state', 'held'))) n (topic, type, data);
`
}
