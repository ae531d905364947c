import type { Stand } from './enrolment-stand.ts'

/** What an enrolment answers, as long as what the server stores. */
const ANSWER = `jsonb_build_object('ok', true, 'value', jsonb_build_object(
  'enrolmentId', CAST(:id AS uuid), 'outcome', 'new-member', 'cardNumber', CAST(:card AS text), 'giftId', :gift, 'welcomePoints', 50,
  'receiptUrl', '/api/v1/enrolments/' || CAST(:id AS text) || '/receipt.pdf'))`
const FACTS = `'outcome', 'new-member', 'cardNumber', CAST(:card AS text), 'giftId', :gift, 'source', 'radio', 'boothId', :booth`

/** Names of one statement's values, given what stands for each. */
const fill = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/(?<!:):([a-z]+)\b/g, (whole, name: string) => values[name] ?? whole)

const placesOf = ({ booth, programmeId, consentVersion, shiftId }: Stand): Record<string, string> => ({
  booth: `'${booth.boothId}'`,
  drive: `'${booth.driveId}'`,
  place: `'${booth.placeId}'`,
  gift: `'${booth.gift.id}'`,
  programme: `'${programmeId}'`,
  consent: `'${consentVersion}'`,
  shift: `'${shiftId}'`,
  actor: `'staff: ${programmeId}'`,
})

/** As long as what is sealed of a person. */
const SEALED = {
  key: `sha256(CAST(:id AS text)::bytea) || sha256(CAST(:member AS text)::bytea)`,
  name: `substr(sha256(CAST(:id AS text)::bytea) || sha256(CAST(:member AS text)::bytea), 1, 37)`,
  phone: `substr(sha256(CAST(:id AS text)::bytea) || sha256(CAST(:member AS text)::bytea), 1, 39)`,
  index: `sha256(CAST(:member AS text)::bytea)`,
  mark: `substr(sha256(CAST(:member AS text)::bytea), 1, 8)`,
  signature: `sha256(CAST(:id AS text)::bytea) || sha256(CAST(:member AS text)::bytea)`,
}

/** Statement after statement of an enrolment's transaction, reads and writes, as a plain service would send them. */
export const statementByStatement = (stand: Stand): string =>
  fill(
    `
SELECT gen_random_uuid() AS id, gen_random_uuid() AS member, gen_random_uuid() AS entry,
       (SELECT card_number FROM bench_cards WHERE n = (SELECT nextval('bench_cards_n_seq'))) AS card \\gset
BEGIN;
INSERT INTO commands (id, content_hash, created_at) VALUES (CAST(:id AS uuid), sha256(CAST(:id AS text)::bytea), now());
SELECT b.place_id, d.programme_id, d.consent_version FROM booths b JOIN drives d ON d.id = b.drive_id
  JOIN drive_days y ON y.drive_id = d.id AND y.day = (now() AT TIME ZONE 'Asia/Shanghai')::date
  JOIN drive_sources s ON s.drive_id = d.id AND s.code = 'radio'
  JOIN drive_gifts g ON g.drive_id = d.id AND g.gift_id = :gift AND g.is_offered
 WHERE b.id = :booth;
SELECT id FROM shifts WHERE id = :shift AND closed_at IS NULL FOR SHARE;
SELECT member_id FROM member_identities WHERE phone_index = ${SEALED.index};
SELECT c.state, c.place_id, c.transfer_id, b.level, b.cards_expire_on, n.member_id FROM cards c JOIN batches b ON b.id = c.batch_id
  LEFT JOIN named_cards n ON n.card_number = c.card_number WHERE c.card_number = :card;
SELECT version, starts_at FROM programme_versions WHERE programme_id = :programme AND starts_at <= now() ORDER BY starts_at DESC LIMIT 1;
INSERT INTO members (id, programme_id, level, joined_at) VALUES (CAST(:member AS uuid), :programme, 'gold', now());
INSERT INTO member_identities (member_id, wrapped_key, sealed_name, sealed_phone, phone_index, phone_mark, updated_at)
VALUES (CAST(:member AS uuid), ${SEALED.key}, ${SEALED.name}, ${SEALED.phone}, ${SEALED.index}, ${SEALED.mark}, now())
    ON CONFLICT (phone_index) DO NOTHING;
UPDATE cards SET state = 'active', previous_state = state, state_since = now(), suspended_because = NULL,
       member_id = CAST(:member AS uuid), shares_balance = true
 WHERE card_number = :card AND state = 'encoded' AND place_id = :place AND transfer_id IS NULL;
INSERT INTO consents (member_id, id, text_version, sealed_signature, given_at)
VALUES (CAST(:member AS uuid), gen_random_uuid(), :consent, ${SEALED.signature}, now());
UPDATE gift_stock SET on_hand = on_hand - 1
 WHERE place_id = :place AND gift_id = :gift AND bucket = (
   SELECT bucket FROM gift_stock WHERE place_id = :place AND gift_id = :gift AND on_hand > 0
    ORDER BY bucket LIMIT 1 FOR UPDATE SKIP LOCKED);
INSERT INTO gift_movements (id, place_id, gift_id, quantity, reason, reference, recorded_by, recorded_at)
VALUES (gen_random_uuid(), :place, :gift, -1, 'enrolment', 'enrolment:' || CAST(:id AS text), :actor, now());
INSERT INTO points_accounts (member_id, account, points, last_entry)
VALUES (CAST(:member AS uuid), 'held', 0, 0), (CAST(:member AS uuid), 'owed', 0, 0), (CAST(:member AS uuid), 'pending', 0, 0),
       (CAST(:member AS uuid), 'spendable', 50, 1);
INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after, happened_at, recorded_at)
VALUES (CAST(:member AS uuid), CAST(:entry AS uuid), 1, 'issued', 'spendable', 50, 'welcome', 'enrolment:' || CAST(:id AS text), 50, now(), now());
INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
VALUES (CAST(:member AS uuid), CAST(:entry AS uuid), 'enrolment:' || CAST(:id AS text), 'spendable', now(), now(), 50, 50);
INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
VALUES (CAST(:member AS uuid), CAST(:entry AS uuid), CAST(:entry AS uuid), 50, now());
INSERT INTO enrolments (id, drive_id, booth_id, shift_id, member_id, card_number, gift_id, source_code, outcome, handed_by_means,
                        welcome_points, enrolled_at)
VALUES (CAST(:id AS uuid), :drive, :booth, :shift, CAST(:member AS uuid), :card, :gift, 'radio', 'new-member', 'typed', 50, now());
INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details) VALUES
  (gen_random_uuid(), now(), :actor, 'member.added', 'member:' || CAST(:member AS text), jsonb_build_object('level', 'gold')),
  (gen_random_uuid(), now(), :actor, 'card.active', 'card:' || :card, '{}'),
  (gen_random_uuid(), now(), :actor, 'consent.given', 'member:' || CAST(:member AS text), jsonb_build_object('version', :consent)),
  (gen_random_uuid(), now(), :actor, 'enrolment.done', 'enrolment:' || CAST(:id AS text), jsonb_build_object(${FACTS}, 'means', 'typed'));
INSERT INTO events (id, topic, type, data, recorded_at) VALUES
  (gen_random_uuid(), 'place:' || :place, 'stock-changed', jsonb_build_object('giftId', :gift, 'quantity', -1, 'reason', 'enrolment'), now()),
  (gen_random_uuid(), 'booth:' || :booth, 'enrolled', jsonb_build_object(${FACTS}, 'enrolmentId', CAST(:id AS uuid)), now()),
  (gen_random_uuid(), 'drive:' || :drive, 'enrolled', jsonb_build_object(${FACTS}, 'enrolmentId', CAST(:id AS uuid)), now());
UPDATE commands SET status = 200, answer = ${ANSWER} WHERE id = CAST(:id AS uuid);
COMMIT;
`,
    placesOf(stand),
  )

/** All of it in one statement: the least that a database is asked for one enrolment. */
export const oneStatement = (stand: Stand): string => {
  const values: Record<string, string> = {
    ...placesOf(stand),
    id: 'p.id',
    member: 'p.member',
    card: 'p.card_number',
  }
  const rows = (columns: string): string => fill(columns, values)
  return `
WITH p AS MATERIALIZED (
  SELECT ids.*, c.card_number, v.version FROM (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS member, gen_random_uuid() AS entry, now() AS at,
           (SELECT card_number FROM bench_cards WHERE n = (SELECT nextval('bench_cards_n_seq'))) AS drawn) ids
    JOIN cards c ON c.card_number = ids.drawn AND c.state = 'encoded' AND c.place_id = ${values['place']} AND c.transfer_id IS NULL
    JOIN batches b ON b.id = c.batch_id AND coalesce(b.cards_expire_on >= current_date, true)
    JOIN booths k ON k.id = ${values['booth']}
    JOIN drives d ON d.id = k.drive_id AND d.consent_version = ${values['consent']}
    JOIN drive_days y ON y.drive_id = d.id AND y.day = (now() AT TIME ZONE 'Asia/Shanghai')::date
    JOIN drive_sources s ON s.drive_id = d.id AND s.code = 'radio'
    JOIN drive_gifts g ON g.drive_id = d.id AND g.gift_id = ${values['gift']} AND g.is_offered
    JOIN shifts h ON h.id = ${values['shift']} AND h.closed_at IS NULL
    JOIN LATERAL (SELECT version FROM programme_versions WHERE programme_id = d.programme_id AND starts_at <= now()
                   ORDER BY starts_at DESC LIMIT 1) v ON true
   WHERE NOT EXISTS (SELECT FROM named_cards n WHERE n.card_number = c.card_number)
), command AS (
  INSERT INTO commands (id, content_hash, status, answer, created_at)
  SELECT id, sha256(CAST(id AS text)::bytea), 200, ${rows(ANSWER)}, at FROM p
), member AS (
  INSERT INTO members (id, programme_id, level, joined_at) SELECT member, ${values['programme']}, 'gold', at FROM p
), identity AS (
  INSERT INTO member_identities (member_id, wrapped_key, sealed_name, sealed_phone, phone_index, phone_mark, updated_at)
  SELECT member, ${rows([SEALED.key, SEALED.name, SEALED.phone, SEALED.index, SEALED.mark].join(', '))}, at FROM p
      ON CONFLICT (phone_index) DO NOTHING
), card AS (
  UPDATE cards c SET state = 'active', previous_state = c.state, state_since = p.at, suspended_because = NULL,
         member_id = p.member, shares_balance = true
    FROM p WHERE c.card_number = p.card_number
), consent AS (
  INSERT INTO consents (member_id, id, text_version, sealed_signature, given_at)
  SELECT member, gen_random_uuid(), ${values['consent']}, ${rows(SEALED.signature)}, at FROM p
), stock AS (
  UPDATE gift_stock SET on_hand = on_hand - 1
   WHERE place_id = ${values['place']} AND gift_id = ${values['gift']} AND bucket = (
     SELECT bucket FROM gift_stock WHERE place_id = ${values['place']} AND gift_id = ${values['gift']} AND on_hand > 0
      ORDER BY bucket LIMIT 1 FOR UPDATE SKIP LOCKED)
), movement AS (
  INSERT INTO gift_movements (id, place_id, gift_id, quantity, reason, reference, recorded_by, recorded_at)
  SELECT gen_random_uuid(), ${values['place']}, ${values['gift']}, -1, 'enrolment', 'enrolment:' || id, ${values['actor']}, at FROM p
), account AS (
  INSERT INTO points_accounts (member_id, account, points, last_entry)
  SELECT member, account, points, last_entry FROM p
   CROSS JOIN (VALUES ('held', 0, 0), ('owed', 0, 0), ('pending', 0, 0), ('spendable', 50, 1)) a (account, points, last_entry)
), transfer AS (
  INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after,
                                happened_at, recorded_at)
  SELECT member, entry, 1, 'issued', 'spendable', 50, 'welcome', 'enrolment:' || id, 50, at, at FROM p
), lot AS (
  INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
  SELECT member, entry, 'enrolment:' || id, 'spendable', at, at, 50, 50 FROM p
), piece AS (
  INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at) SELECT member, entry, entry, 50, at FROM p
), enrolment AS (
  INSERT INTO enrolments (id, drive_id, booth_id, shift_id, member_id, card_number, gift_id, source_code, outcome, handed_by_means,
                          welcome_points, enrolled_at)
  SELECT id, ${values['drive']}, ${values['booth']}, ${values['shift']}, member, card_number, ${values['gift']}, 'radio', 'new-member',
         'typed', 50, at FROM p
), noted AS (
  INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
  SELECT gen_random_uuid(), at, ${values['actor']}, n.action, n.subject, n.details FROM p CROSS JOIN LATERAL (VALUES
    ('member.added', 'member:' || p.member, jsonb_build_object('level', 'gold')),
    ('card.active', 'card:' || p.card_number, '{}'),
    ('consent.given', 'member:' || p.member, jsonb_build_object('version', ${values['consent']})),
    ('enrolment.done', 'enrolment:' || p.id, jsonb_build_object(${rows(FACTS)}, 'means', 'typed'))) n (action, subject, details)
)
INSERT INTO events (id, topic, type, data, recorded_at)
SELECT gen_random_uuid(), n.topic, n.type, n.data, at FROM p CROSS JOIN LATERAL (VALUES
  ('place:' || ${values['place']}, 'stock-changed', jsonb_build_object('giftId', ${values['gift']}, 'quantity', -1, 'reason', 'enrolment')),
  ('booth:' || ${values['booth']}, 'enrolled', jsonb_build_object(${rows(FACTS)}, 'enrolmentId', p.id)),
  ('drive:' || ${values['drive']}, 'enrolled', jsonb_build_object(${rows(FACTS)}, 'enrolmentId', p.id))) n (topic, type, data);
`
}
