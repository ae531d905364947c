import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Gift } from '../../server/gifts/schema.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { openShop, type Shop } from '../faults/ground/shop.ts'
import type { Request } from './http-load.ts'

/** A shop where members stand proven at kiosks and all want one gift, of which one place has more than a bench needs. */
export interface RedemptionStand {
  shop: Shop
  giftId: string
  placeId: string
  /** members who stand at a kiosk of their own, from 1 on */
  standing: number
  nextRequest(): Request
  /** so that nobody is taken for gone who waited while others were measured */
  keepAwake(): Promise<void>
}

const PIECES_OF_A_BUCKET = 1_000_000
/** Everybody has fifty. */
const PRICE_POINTS = 1
/** As many as a shop never has, so that no member's own row is a hot one too. */
const MOST_STANDING = 20_000

const uuidOf = (text: string): string => {
  const hex = createHash('md5').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export async function openRedemptionStand(ground: Ground, members: number): Promise<RedemptionStand> {
  const shop = await openShop(ground, members)
  const { ask } = shop.office
  const { id: placeId } = await ask<{ id: string }>('/places', { name: 'Hall', kind: 'kiosk' })
  const names = { nameZh: '雨伞', nameEn: 'Umbrella', picture: 'umbrella' }
  const { id: giftId } = await ask<Gift>('/gifts', { ...names, pricePoints: PRICE_POINTS })
  const standing = Math.min(members, MOST_STANDING)
  await fill(shop, { placeId, giftId, standing })
  let asked = 0
  return {
    shop,
    giftId,
    placeId,
    standing,
    nextRequest() {
      // Through all of them in turn, by a step that has no factor in common with their number.
      asked = (asked + 7_919) % standing
      const number = asked + 1
      return {
        method: 'POST',
        path: '/kiosk/redemptions',
        headers: {
          'x-cardwright': '1',
          'x-member-session': uuidOf(`session${number}`),
          cookie: `cw_kiosk=kiosk-${number}`,
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ giftId }),
      }
    },
    async keepAwake() {
      await sql`UPDATE member_sessions SET seen_at = now() + interval '1 hour'`.execute(shop.db)
      await sql`VACUUM (ANALYZE) member_sessions`.execute(shop.db)
    },
  }
}

/** By SQL, as pairing, tapping and the PIN would leave it. */
async function fill(
  { db }: Shop,
  { placeId, giftId, standing }: { placeId: string; giftId: string; standing: number },
): Promise<void> {
  await sql`
    INSERT INTO kiosks (id, name, place_id, token_hash, created_at)
    SELECT md5('kiosk' || n)::uuid, 'Kiosk ' || n, ${placeId}, sha256(('kiosk-' || n)::bytea), now()
      FROM generate_series(1, ${sql.lit(standing)}) n`.execute(db)
  await sql`
    INSERT INTO member_sessions (id, kiosk_id, member_id, card_number, means, proven_at, started_at, seen_at)
    SELECT md5('session' || n)::uuid, md5('kiosk' || n)::uuid, c.member_id, c.card_number, 'tap', now(), now(), now()
      FROM generate_series(1, ${sql.lit(standing)}) n
      JOIN cards c ON c.card_number = '915607' || lpad(n::text, 10, '0')`.execute(db)
  await sql`
    INSERT INTO gift_stock (place_id, gift_id, bucket, on_hand)
    SELECT ${placeId}, ${giftId}, bucket, ${sql.lit(PIECES_OF_A_BUCKET)} FROM generate_series(0, 15) bucket`.execute(
    db,
  )
  await sql`VACUUM (ANALYZE)`.execute(db)
}
