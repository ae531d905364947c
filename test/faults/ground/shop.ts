import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { openDatabase, type Db, type Tx } from '../../../server/platform/database.ts'
import type { NewPurchase, ReceiptLine } from '../../../server/purchases/schema.ts'
import { approveAsAnother, openOffice, type Office } from './office.ts'
import type { Ground } from './proof.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'

/** A shop with so many members, each with a card and fifty points, and a server process over it. */
export interface Shop {
  server: ServerProcess
  db: Db
  databaseUrl: string
  office: Office
  members: number
  counterId: string
  /** as many as a house has that sells so much */
  tills: readonly Till[]
  close(): Promise<void>
}

interface Till {
  id: string
  key: string
}

const TILLS = 24

/** Of the first member, 1, to the last. */
const cardNumberOf = (member: number): string => `915607${String(member).padStart(10, '0')}`

export const anyCard = ({ members }: Shop): string => cardNumberOf(1 + Math.floor(Math.random() * members))

export const anyTill = ({ tills }: Shop): Till => {
  const till = tills[Math.floor(Math.random() * tills.length)]
  if (!till) throw new Error('The shop has no till.')
  return till
}

/** Fills the shop by SQL: as its own forms would, without their checks of what refers to what. */
export async function openShop(ground: Ground, members: number): Promise<Shop> {
  const database = await ground.createDatabase()
  const server = await startServerProcess({ databaseUrl: database.url })
  const db = openDatabase({ url: database.url, size: 2 })
  const office = await openOffice(server.address)
  const { ask, programmeId } = office
  const counter = { name: 'Shirts', joins: true, ratePerMille: 1000 }
  const { id: counterId } = await ask<{ id: string }>('/counters', counter)
  const tills: Till[] = []
  for (let number = 1; number <= TILLS; number += 1) {
    const { till, key } = await ask<{ till: { id: string }; key: string }>('/tills', {
      name: `Till ${number}`,
    })
    tills.push({ id: till.id, key })
  }
  const order = { programmeId, design: 'gold', level: 'gold', quantity: 1, blanksReceived: 1 }
  const { id: batchId } = await ask<{ id: string }>('/batches', order)
  await approveAsAnother(server.address, office, batchId)
  await fill(db, { programmeId, batchId, members })
  return {
    server,
    db,
    databaseUrl: database.url,
    office,
    members,
    counterId,
    tills,
    async close() {
      office.administrator.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    },
  }
}

/** Ids are ordered by the time of joining, as the product's own are. */
const MEMBER = sql.raw(`(lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '7' || substr(md5(n::text), 1, 3)
  || '8' || substr(md5(n::text), 4, 15))::uuid`)
const EARNING = sql.raw(`md5('earning' || n)::uuid`)
const JOINED = sql.raw(`now() - interval '30 days'`)

async function fill(
  db: Db,
  { programmeId, batchId, members }: { programmeId: string; batchId: string; members: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await fillMembers(tx, { programmeId, members })
    await sql`
      INSERT INTO cards (card_number, batch_id, position, state, previous_state, state_since, nfc_uid, member_id)
      SELECT '915607' || lpad(n::text, 10, '0'), ${batchId}, n + 1, 'active', 'encoded', ${JOINED},
             lpad(upper(to_hex(n)), 14, '0'), ${MEMBER} FROM generate_series(1, ${sql.lit(members)}) n`.execute(
      tx,
    )
  })
  await sql`VACUUM (ANALYZE)`.execute(db)
  await sql`CHECKPOINT`.execute(db)
}

/** Members who joined thirty days ago and have their welcome points, without cards and without the checks of what refers to what. */
export async function fillMembers(
  tx: Tx,
  { programmeId, members }: { programmeId: string; members: number },
): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(tx)
  await run(sql`SET LOCAL session_replication_role = replica`)
  const numbers = sql`FROM generate_series(1, ${sql.lit(members)}) n`
  await run(sql`
    INSERT INTO members (id, programme_id, level, joined_at)
    SELECT ${MEMBER}, ${programmeId}, 'gold', ${JOINED} ${numbers}`)
  await run(sql`
    INSERT INTO member_identities (member_id, wrapped_key, sealed_name, sealed_phone, phone_index, phone_mark, updated_at)
    SELECT ${MEMBER}, sha256(n::text::bytea), sha256(n::text::bytea), sha256(n::text::bytea),
           sha256(('phone' || n)::bytea), substr(sha256(n::text::bytea), 1, 8), now() ${numbers}`)
  await run(sql`
    INSERT INTO points_accounts (member_id, account, points, last_entry)
    SELECT ${MEMBER}, account, CASE account WHEN 'spendable' THEN 50 ELSE 0 END,
           CASE account WHEN 'spendable' THEN 1 ELSE 0 END
    ${numbers} CROSS JOIN (VALUES ('held'), ('owed'), ('pending'), ('spendable')) a (account)`)
  await run(sql`
    INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
    SELECT ${MEMBER}, ${EARNING}, 'enrolment:' || ${EARNING}, 'spendable', ${JOINED}, ${JOINED}, 50, 50 ${numbers}`)
  await run(sql`
    INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                  spendable_after, happened_at, recorded_at)
    SELECT ${MEMBER}, ${EARNING}, 1, 'issued', 'spendable', 50, 'welcome', 'enrolment:' || ${EARNING}, 50, ${JOINED}, ${JOINED}
    ${numbers}`)
  await run(sql`
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
    SELECT ${MEMBER}, ${EARNING}, ${EARNING}, 50, ${JOINED} ${numbers}`)
}

export interface SentPurchase {
  id: string
  body: NewPurchase
}

const line = (unitPriceFen: number): ReceiptLine => ({
  description: 'Scarf of Shanghai silk',
  unitPriceFen,
  quantity: 1,
  isSpecialPrice: false,
})

/** One purchase as a till sends it: a card, two lines at tag prices. */
export function anyPurchase(shop: Shop): SentPurchase {
  const id = randomUUID()
  const paidFen = 1_000 + Math.floor(Math.random() * 499_000)
  return {
    id,
    body: {
      cardNumber: anyCard(shop),
      counterId: shop.counterId,
      receiptNumber: id,
      soldAt: new Date().toISOString(),
      paidFen,
      lines: [line(paidFen - 500), line(500)],
    },
  }
}
