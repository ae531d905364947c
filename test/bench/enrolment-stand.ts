import { sql } from 'kysely'
import { isCardNumber } from '../../server/cards/card-number.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import type { NewEnrolment } from '../../server/drives/enrolment-schema.ts'
import { formFor, openBooth, type Booth } from '../faults/ground/booth.ts'
import type { HttpClient } from '../faults/ground/http-client.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { fillMembers } from '../faults/ground/shop.ts'
import { startServerProcess, type ServerProcess } from '../faults/ground/server-process.ts'

/** A booth that is open today in a shop with members, with more cards and gifts on its table than a bench needs. */
export interface Stand {
  server: ServerProcess
  db: Db
  databaseUrl: string
  booth: Booth
  members: number
  programmeId: string
  consentVersion: string
  shiftId: string
  /** of somebody who was never here, with the next card */
  nextForm(): NewEnrolment
  nextPromoter(): HttpClient
  close(): Promise<void>
}

const PROMOTERS = 8
/** Of one batch, beside the one that it was ordered with. */
const CARDS = 100_000
const PIECES_OF_A_BUCKET = 1_000_000

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit)
/** With the digit that makes it a number of a card. */
const cardNumberOf = (card: number): string =>
  DIGITS.map((digit) => `915699${String(card).padStart(9, '0')}${digit}`).find(isCardNumber) ?? ''

export async function openStand(ground: Ground, members: number): Promise<Stand> {
  const database = await ground.createDatabase()
  const server = await startServerProcess({ databaseUrl: database.url })
  const db = openDatabase({ url: database.url, size: 2 })
  const booth = await openBooth(
    { address: server.address, db },
    { cards: 1, pieces: 16, promoters: PROMOTERS },
  )
  const drive = await db
    .selectFrom('drives')
    .select(['programme_id as programmeId', 'consent_version as consentVersion'])
    .executeTakeFirstOrThrow()
  const { id: batchId } = await db.selectFrom('batches').select('id').executeTakeFirstOrThrow()
  const { id: shiftId } = await db.selectFrom('shifts').select('id').executeTakeFirstOrThrow()
  await fill(db, { placeId: booth.placeId, batchId, programmeId: drive.programmeId, members })
  let [person, asked] = [0, 0]
  return {
    server,
    db,
    databaseUrl: database.url,
    booth,
    members,
    ...drive,
    shiftId,
    nextForm() {
      person += 1
      return formFor(booth, person, cardNumberOf(person))
    },
    nextPromoter() {
      asked += 1
      return booth.promoters[asked % PROMOTERS] ?? booth.administrator
    },
    async close() {
      booth.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    },
  }
}

/** By SQL, as imports and encoding would leave it, without their checks of what refers to what. */
async function fill(
  db: Db,
  filling: { placeId: string; batchId: string; programmeId: string; members: number },
): Promise<void> {
  const { placeId, batchId, programmeId, members } = filling
  await db.transaction().execute(async (tx) => {
    await fillMembers(tx, { programmeId, members })
    const cardNumbers = Array.from({ length: CARDS }, (_, card) => cardNumberOf(card + 1))
    await sql`CREATE TABLE bench_cards (n bigserial PRIMARY KEY, card_number char(16) NOT NULL)`.execute(tx)
    await sql`INSERT INTO bench_cards (card_number) SELECT unnest(${cardNumbers}::text[])`.execute(tx)
    await sql`SELECT setval('bench_cards_n_seq', 1, false)`.execute(tx)
    await sql`
      INSERT INTO cards (card_number, batch_id, position, state, previous_state, state_since, nfc_uid, place_id)
      SELECT card_number, ${batchId}, n + 1, 'encoded', 'encoding', now(), lpad(upper(to_hex(n)), 14, '0'), ${placeId}
        FROM bench_cards`.execute(tx)
    await sql`UPDATE gift_stock SET on_hand = ${sql.lit(PIECES_OF_A_BUCKET)} WHERE place_id = ${placeId}`.execute(
      tx,
    )
  })
  await sql`VACUUM (ANALYZE)`.execute(db)
  await sql`CHECKPOINT`.execute(db)
}
