import assert from 'node:assert/strict'
import { addGift } from '../../server/gifts/index.ts'
import { createKeyService, singleKeyStore, type KeyService } from '../../server/keys/index.ts'
import { addPlace } from '../../server/places/index.ts'
import type { Actor } from '../../server/platform/actor.ts'
import type { Db } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Result } from '../../server/platform/refusal.ts'
import { addCounter } from '../../server/programmes/counter.ts'
import { addProgramme } from '../../server/programmes/index.ts'
import { addTill } from '../../server/purchases/index.ts'
import { receiveGifts } from '../../server/gifts/index.ts'
import { inWork, NOW } from './ledger-members.ts'

export const PRICE_POINTS = 7
/** Fewer than members want at once. */
export const PIECES = 4

/** What purchases and redemptions need around them. */
export interface LedgerShop {
  keys: KeyService
  staffId: string
  counterId: string
  placeId: string
  till: Extract<Actor, { kind: 'till' }>
  /** so many members with a card each, and a gift that only they know, in `PIECES` pieces */
  people(many: number): Promise<{ giftId: string; members: { id: string; cardNumber: string }[] }>
}

/** Sales arrive up to so many days late. */
const BEGAN = new Date(NOW.getTime() - 500 * 86_400_000)

/** A shop whose levels follow what is spent. */
export async function openLedgerShop(db: Db): Promise<LedgerShop> {
  const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
  const staffId = newId()
  await db
    .insertInto('staff')
    .values({ id: staffId, sign_in_name: 'model', display_name: 'Model', roles: [], created_at: BEGAN })
    .execute()
  const programme = done(
    await inWork(
      db,
      (work) => addProgramme(work, { number: 7, name: 'Club', preset: 'spend-levels' }),
      BEGAN,
    ),
  )
  const counter = done(
    await inWork(db, (work) => addCounter(work, { name: 'Shirts', joins: true, ratePerMille: 1000 }), BEGAN),
  )
  const place = done(await inWork(db, (work) => addPlace(work, { name: 'Desk', kind: 'kiosk' }), BEGAN))
  const { id: tillId } = done(await inWork(db, (work) => addTill(work, keys, 'Ground floor 1'), BEGAN))
  const batchId = await addBatch(db, { programmeId: programme.id, staffId })
  let position = 0
  return {
    keys,
    staffId,
    counterId: counter.id,
    placeId: place.id,
    till: { kind: 'till', tillId },
    async people(many) {
      const members = Array.from({ length: many }, () => {
        position += 1
        return { id: newId(), cardNumber: `915607${String(position).padStart(10, '0')}`, position }
      })
      return inWork(db, async (work) => {
        await work.tx
          .insertInto('members')
          .values(
            members.map(({ id }) => ({ id, programme_id: programme.id, level: 'member', joined_at: BEGAN })),
          )
          .execute()
        // Each has a corrector of their own, under the same id: what one person corrects alone is limited.
        const corrector = { display_name: 'Corrector', roles: [], created_at: BEGAN }
        await work.tx
          .insertInto('staff')
          .values(members.map(({ id }) => ({ ...corrector, id, sign_in_name: id })))
          .execute()
        await work.tx
          .insertInto('cards')
          .values(
            members.map((member) => ({
              card_number: member.cardNumber,
              batch_id: batchId,
              position: member.position,
              state: 'active' as const,
              previous_state: 'encoded' as const,
              state_since: BEGAN,
              suspended_because: null,
              nfc_uid: member.position.toString(16).toUpperCase().padStart(14, '0'),
              spoil_reason: null,
              place_id: null,
              member_id: member.id,
            })),
          )
          .execute()
        const name = `Umbrella ${newId()}`
        const gift = { nameZh: name, nameEn: name, picture: 'umbrella', pricePoints: PRICE_POINTS } as const
        const { id: giftId } = done(await addGift(work, gift))
        const delivery = { giftId, placeId: place.id, quantity: PIECES, reference: 'delivery' }
        done(await receiveGifts(work, delivery))
        return { giftId, members }
      })
    },
  }
}

function done<T>(result: Result<T>): T {
  assert(result.ok, JSON.stringify(result))
  return result.value
}

async function addBatch(
  db: Db,
  { programmeId, staffId }: { programmeId: string; staffId: string },
): Promise<string> {
  const id = newId()
  await db
    .insertInto('batches')
    .values({
      id,
      code: 'M00001',
      programme_id: programmeId,
      design: 'gold',
      level: 'member',
      quantity: 10_000,
      state: 'encoding',
      previous_state: 'numbered',
      decided_by: staffId,
      decided_at: BEGAN,
      decision_reason: 'a shop of one',
      key_version: 1,
      public_url: 'http://localhost:8080',
      counted_on_hand: null,
      ordered_by: staffId,
      ordered_at: BEGAN,
      closed_at: null,
    })
    .execute()
  return id
}
