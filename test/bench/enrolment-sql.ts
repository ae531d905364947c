import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Db } from '../../server/platform/database.ts'
import type { Booth } from '../faults/ground/booth.ts'

/** Rows that every enrolment of a booth points at. */
export interface Facts {
  booth: Booth
  programmeId: string
  consentVersion: string
  shiftId: string
}

export async function loadFacts(db: Db, booth: Booth): Promise<Facts> {
  const drive = await db
    .selectFrom('drives')
    .select(['programme_id', 'consent_version'])
    .executeTakeFirstOrThrow()
  const shift = await db.selectFrom('shifts').select('id').executeTakeFirstOrThrow()
  return {
    booth,
    programmeId: drive.programme_id,
    consentVersion: drive.consent_version,
    shiftId: shift.id,
  }
}

/**
 * The writes of an enrolment as a benchmark of the database would send them: one transaction, one prepared statement
 * after another, no checks, no sealing, made-up bytes of the usual length.
 */
export function transactionLoop(
  pool: pg.Pool,
  { booth, programmeId, consentVersion, shiftId }: Facts,
): (person: { cardNumber: string }) => Promise<void> {
  return async ({ cardNumber }) => {
    const [id, member, earning] = [randomUUID(), randomUUID(), randomUUID()]
    const { boothId, driveId, placeId, gift } = booth
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      for (const [name, values] of [
        ['command', [id, randomBytes(32)]],
        ['card', [cardNumber]],
        ['member', [member, programmeId]],
        ['identity', [member, sealed(), sealed(), sealed(), randomBytes(32)]],
        ['hand-over', [cardNumber, member]],
        ['consent', [member, randomUUID(), consentVersion, sealed()]],
        ['stock', [placeId, gift.id]],
        ['movement', [randomUUID(), placeId, gift.id, `enrolment:${id}`]],
        ['account', [member]],
        ['transfer', [member, earning, `enrolment:${id}`]],
        ['lot', [member, earning, `enrolment:${id}`]],
        ['piece', [member, earning]],
        ['enrolment', [id, driveId, boothId, shiftId, member, cardNumber, gift.id]],
        ['audit', [randomUUID(), `card:${cardNumber}`]],
        ['audit', [randomUUID(), `enrolment:${id}`]],
        ['event', [randomUUID(), `booth:${boothId}`]],
        ['event', [randomUUID(), `drive:${driveId}`]],
        ['event', [randomUUID(), `place:${placeId}`]],
        ['answer', [id, JSON.stringify({ enrolmentId: id, cardNumber })]],
      ] as const)
        await client.query({ name, text: STATEMENTS[name], values: [...values] })
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }
}

const sealed = (): Buffer => randomBytes(48)

const STATEMENTS = {
  command: `INSERT INTO commands (id, content_hash, created_at) VALUES ($1, $2, now())`,
  card: `SELECT state, place_id FROM cards WHERE card_number = $1 FOR UPDATE`,
  member: `INSERT INTO members (id, programme_id, level, joined_at) VALUES ($1, $2, 'gold', now())`,
  identity: `
    INSERT INTO member_identities
      (member_id, wrapped_key, sealed_name, sealed_phone, phone_index, updated_at)
    VALUES ($1, $2, $3, $4, $5, now())`,
  'hand-over': `
    UPDATE cards SET state = 'active', previous_state = state, state_since = now(), member_id = $2
     WHERE card_number = $1 AND state = 'encoded'`,
  consent: `
    INSERT INTO consents (member_id, id, text_version, sealed_signature, given_at)
    VALUES ($1, $2, $3, $4, now())`,
  stock: `
    UPDATE gift_stock SET on_hand = on_hand - 1
     WHERE (place_id, gift_id, bucket) = (
       SELECT place_id, gift_id, bucket FROM gift_stock
        WHERE place_id = $1 AND gift_id = $2 AND on_hand > 0 LIMIT 1 FOR UPDATE SKIP LOCKED)`,
  movement: `
    INSERT INTO gift_movements
      (id, place_id, gift_id, quantity, reason, reference, recorded_by, recorded_at)
    VALUES ($1, $2, $3, -1, 'enrolment', $4, 'bench', now())`,
  account: `
    INSERT INTO points_accounts (member_id, account, points, last_entry)
    VALUES ($1, 'held', 0, 0), ($1, 'owed', 0, 0), ($1, 'pending', 0, 0), ($1, 'spendable', 50, 1)`,
  transfer: `
    INSERT INTO points_transfers
      (member_id, id, number, from_account, to_account, points, reason, reference, spendable_after, happened_at,
       recorded_at)
    VALUES ($1, $2, 1, 'issued', 'spendable', 50, 'welcome', $3, 50, now(), now())`,
  lot: `
    INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
    VALUES ($1, $2, $3, 'spendable', now(), now(), 50, 50)`,
  piece: `
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
    VALUES ($1, $2, $2, 50, now())`,
  enrolment: `
    INSERT INTO enrolments
      (id, drive_id, booth_id, shift_id, member_id, card_number, gift_id, source_code, outcome,
       handed_by_means, welcome_points, enrolled_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'radio', 'new-member', 'typed', 50, now())`,
  audit: `
    INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
    VALUES ($1, now(), 'bench', 'bench', $2, '{}')`,
  event: `
    INSERT INTO events (id, topic, type, data, recorded_at) VALUES ($1, $2, 'bench', '{}', now())`,
  answer: `UPDATE commands SET status = 200, answer = $2 WHERE id = $1`,
}
