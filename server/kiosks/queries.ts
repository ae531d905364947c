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

/** @returns for each hash the kiosk whose token has it, while that kiosk is not revoked */
export async function findKiosksByTokens(
  db: Db,
  tokenHashes: readonly Uint8Array[],
): Promise<(PairedKiosk | undefined)[]> {
  const { rows } = await sql<PairedKiosk & { tokenHash: Buffer }>`
    SELECT id, place_id AS "placeId", token_hash AS "tokenHash" FROM kiosks
     WHERE token_hash = ANY (${tokenHashes}::bytea[]) AND revoked_at IS NULL`.execute(db)
  const kiosks = new Map(rows.map(({ tokenHash, ...kiosk }) => [tokenHash.toString('hex'), kiosk]))
  return tokenHashes.map((hash) => kiosks.get(Buffer.from(hash).toString('hex')))
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

export interface UsedSession {
  id: string
  kioskId: string
  usedSince: Date
  now: Date
}

/**
 * Finds of each ask the kiosk's open session that was used since `usedSince`, and notes, to the second, that it is used now;
 * one that is just being noted, or ended, by somebody else is left to them.
 */
export async function useSessions(
  db: Db,
  asked: readonly UsedSession[],
): Promise<(OpenSession | undefined)[]> {
  const { rows } = await sql<OpenSession & { place: number; seen_at: Date }>`
    SELECT asked.place::int, ${sql.join(OPEN_SESSION.map((column) => sql.ref(column)))}, seen_at
      FROM unnest(${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ kioskId }) => kioskId)}::uuid[],
                  ${asked.map(({ usedSince }) => usedSince)}::timestamptz[])
           WITH ORDINALITY asked (session_id, kiosk, used_since, place)
      JOIN member_sessions ON id = session_id
     WHERE kiosk_id = kiosk AND ended_at IS NULL AND seen_at > used_since AND ${isOfActiveCard}`.execute(db)
  const found = new Map(rows.map(({ place, ...session }) => [place - 1, session]))
  const stale = asked.filter(({ now }, place) => {
    const seenAt = found.get(place)?.seen_at
    return seenAt && now.getTime() - seenAt.getTime() >= NOTED_EVERY_MS
  })
  if (stale.length > 0) await noteUse(db, stale)
  return asked.map((_, place) => found.get(place))
}

const noteUse = (db: Db, used: readonly UsedSession[]) =>
  sql`
    WITH free AS (
      SELECT id, used.now FROM member_sessions
        JOIN unnest(${used.map(({ id }) => id)}::uuid[], ${used.map(({ now }) => now)}::timestamptz[])
             used (session_id, now) ON id = session_id
       WHERE ended_at IS NULL FOR UPDATE OF member_sessions SKIP LOCKED)
    UPDATE member_sessions SET seen_at = free.now FROM free WHERE member_sessions.id = free.id`.execute(db)

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
