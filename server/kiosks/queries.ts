import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { RefusedError } from '../platform/errors.ts'
import type { Kiosk } from './schema.ts'
import type { KioskTable, MemberSessionTable } from './table.ts'

export async function listKiosks(db: Db | Tx): Promise<Kiosk[]> {
  const rows = await db
    .selectFrom('kiosks')
    .innerJoin('places', 'places.id', 'kiosks.place_id')
    .select([
      'kiosks.id',
      'kiosks.name',
      'place_id',
      'places.name as place_name',
      'station_id',
      'reader_name',
      'stripe_name',
      'token_hash',
    ])
    .where('revoked_at', 'is', null)
    .orderBy('kiosks.name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    placeId: row.place_id,
    placeName: row.place_name,
    stationId: row.station_id,
    readerName: row.reader_name,
    stripeName: row.stripe_name,
    paired: row.token_hash !== null,
  }))
}

export async function findKiosk(db: Db | Tx, kioskId: string): Promise<Kiosk | undefined> {
  const kiosks = await listKiosks(db)
  return kiosks.find((kiosk) => kiosk.id === kioskId)
}

export interface PairedKiosk {
  id: string
  placeId: string
}

export async function findKioskByToken(db: Db, tokenHash: Uint8Array): Promise<PairedKiosk | undefined> {
  const row = await db
    .selectFrom('kiosks')
    .select(['id', 'place_id'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && { id: row.id, placeId: row.place_id }
}

/** The kiosk that looks through this device of this station. */
export async function findKioskAt(
  db: Db,
  { stationId, device }: { stationId: string; device: string },
): Promise<PairedKiosk | undefined> {
  const row = await db
    .selectFrom('kiosks')
    .select(['id', 'place_id'])
    .where('station_id', '=', stationId)
    .where((where) => where.or([where('reader_name', '=', device), where('stripe_name', '=', device)]))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && { id: row.id, placeId: row.place_id }
}

export async function insertKiosk(
  tx: Tx,
  kiosk: Omit<KioskTable, 'token_hash' | 'revoked_at'>,
): Promise<void> {
  await tx
    .insertInto('kiosks')
    .values({ ...kiosk, token_hash: null, revoked_at: null })
    .execute()
}

/** @returns false when there is no such kiosk, or it was revoked */
export async function giveKioskToken(tx: Tx, kioskId: string, tokenHash: Uint8Array): Promise<boolean> {
  const row = await tx
    .updateTable('kiosks')
    .set({ token_hash: tokenHash })
    .where('id', '=', kioskId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertMemberSession(tx: Tx, session: MemberSessionTable): Promise<void> {
  await tx.insertInto('member_sessions').values(session).execute()
}

/** Ends whatever session is open at the kiosk. */
export async function endSessionsAt(tx: Tx, kioskId: string, now: Date): Promise<void> {
  await tx
    .updateTable('member_sessions')
    .set({ ended_at: now })
    .where('kiosk_id', '=', kioskId)
    .where('ended_at', 'is', null)
    .execute()
}

export type OpenSession = Pick<
  MemberSessionTable,
  'id' | 'member_id' | 'card_number' | 'means' | 'proven_at' | 'started_at'
>

/** A card that is stopped takes its session with it. */
const isOfActiveCard = sql<boolean>`
  EXISTS (SELECT FROM cards WHERE cards.card_number = member_sessions.card_number AND cards.state = 'active')`

const OPEN_SESSION = ['id', 'member_id', 'card_number', 'means', 'proven_at', 'started_at'] as const

/** A session that was noted so lately is not noted again: it would be a commit for every request. */
const NOTED_EVERY_MS = 1_000

/** Finds the kiosk's open session that was used since `usedSince`, and notes, to the second, that it is used now. */
export async function useSession(
  db: Db,
  { id, kioskId, usedSince, now }: { id: string; kioskId: string; usedSince: Date; now: Date },
): Promise<OpenSession | undefined> {
  const found = await db
    .selectFrom('member_sessions')
    .select([...OPEN_SESSION, 'seen_at'])
    .where('id', '=', id)
    .where('kiosk_id', '=', kioskId)
    .where('ended_at', 'is', null)
    .where('seen_at', '>', usedSince)
    .where(isOfActiveCard)
    .executeTakeFirst()
  if (!found) return undefined
  const { seen_at: seenAt, ...session } = found
  if (now.getTime() - seenAt.getTime() >= NOTED_EVERY_MS)
    await db
      .updateTable('member_sessions')
      .set({ seen_at: now })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
  return session
}

export async function openSessionAt(
  db: Db,
  kioskId: string,
  usedSince: Date,
): Promise<OpenSession | undefined> {
  return db
    .selectFrom('member_sessions')
    .select(OPEN_SESSION)
    .where('kiosk_id', '=', kioskId)
    .where('ended_at', 'is', null)
    .where('seen_at', '>', usedSince)
    .where(isOfActiveCard)
    .executeTakeFirst()
}

/** @throws RefusedError `not-allowed`, as for any session that is over, when it ended since it was asked for */
export async function findOpenSession(db: Db | Tx, sessionId: string): Promise<OpenSession> {
  return db
    .selectFrom('member_sessions')
    .select(OPEN_SESSION)
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow(() => new RefusedError({ ok: false, reason: 'not-allowed' }))
}

/** Of these sessions those that are open and whose member is proven. */
export async function provenSessions(tx: Tx, sessionIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM member_sessions
     WHERE id = ANY (${sessionIds}::uuid[]) AND ended_at IS NULL AND proven_at IS NOT NULL`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export async function noteProof(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx.updateTable('member_sessions').set({ proven_at: now }).where('id', '=', sessionId).execute()
}

/** Held to the transaction's end, so that two cards at one kiosk open their sessions one after the other. */
export async function lockKiosk(tx: Tx, kioskId: string): Promise<void> {
  await sql`SELECT FROM kiosks WHERE id = ${kioskId} FOR UPDATE`.execute(tx)
}
