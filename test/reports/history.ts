import { sql } from 'kysely'
import { expect } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { Work } from '../../server/platform/work.ts'
import { addYear } from '../../server/points/archive-queries.ts'
import { correctPoints } from '../../server/points/correcting.ts'
import { earnMany, earnPoints, holdPoints, settleDuePoints } from '../../server/points/index.ts'
import { settlePoints, voidPoints } from '../../server/points/index.ts'
import type { Purchase } from '../../server/purchases/schema.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'

export interface PastShop extends AsyncDisposable {
  mall: Mall
  work<T>(rule: (work: Work) => Promise<T>): Promise<T>
  at(moment: string): void
}

type Member = Awaited<ReturnType<Mall['card']>>

/** A shop whose clock stands in an earlier year, with somebody who corrects and a gift that is redeemed. */
export async function openPastShop(begins: string): Promise<PastShop> {
  const mall = await openMall({ clock: heldAt(begins) })
  const { server } = mall
  for (const year of [2022, 2023, 2024, 2025, 2026]) await addYear(server.db, year)
  await sql`UPDATE cards SET shares_balance = true`.execute(server.db)
  const { id: staffId } = await server.db
    .selectFrom('staff')
    .select('id')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirstOrThrow()
  const actor = { kind: 'staff', staffId, roles: ['administrator'] } as const
  return {
    mall,
    work: (rule) =>
      inTransaction(server.db, (tx) => rule({ tx, now: server.clock.now(), id: newId(), actor })),
    at: (moment) => server.clock.set(new Date(moment)),
    [Symbol.asyncDispose]: () => mall[Symbol.asyncDispose](),
  }
}

function heldAt(begins: string) {
  let moment = new Date(begins)
  return {
    now: () => moment,
    set: (next: Date) => {
      moment = next
    },
    pass: ({ minutes = 0, seconds = 0 }) => {
      moment = new Date(moment.getTime() + minutes * 60_000 + seconds * 1_000)
    },
  }
}

/** The same numbers for the same seed (mulberry32). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Months of a shop in which everything happens that moves points; late sales among it. */
export async function liveThrough(shop: PastShop, months: readonly string[], below: (n: number) => number) {
  const { mall } = shop
  const { db, platform } = mall.server
  const giftId = newId()
  const { id: placeId } = (
    await mall.people.administrator.post<{ id: string }>('/places', { name: 'K', kind: 'kiosk' })
  ).body
  await sql`INSERT INTO gifts (id, name_zh, name_en, picture, price_points, created_at)
            VALUES (${giftId}, '伞', 'Umbrella', 'umbrella', 10, now())`.execute(db)
  const members: Member[] = []
  const bought: { id: string; month: number }[] = []
  const anyone = (): Member => {
    const member = members[below(members.length)]
    if (!member) throw new Error('nobody has joined yet')
    return member
  }

  const redeem = (memberId: string, ending: 'settle' | 'void' | 'wait') =>
    shop.work(async (one) => {
      const [id, points] = [newId(), BigInt(5 + below(20))]
      const posting = { memberId, points, reference: `redemption:${id}` }
      if (!(await holdPoints(one, { ...posting, part: 'hold' })).ok) return
      if (ending === 'settle') await settlePoints(one, { ...posting, part: 'settle' })
      if (ending === 'void') await voidPoints(one, { ...posting, reason: 'void', part: 'void' })
      if (ending === 'settle')
        await sql`INSERT INTO redemptions (member_id, id, gift_id, place_id, points, state, pick_up_code, held_at, expires_at, ended_at)
                  VALUES (${memberId}, ${id}, ${giftId}, ${placeId}, ${points}, 'settled', '123456', ${one.now}, ${one.now}, ${one.now})`.execute(
          one.tx,
        )
    })

  for (const [index, month] of months.entries())
    for (let step = 0; step < 14; step += 1) {
      shop.at(
        `${month}-${String(step * 2 + 1).padStart(2, '0')}T${step === 0 ? '00:00:00' : '12:00:00'}+08:00`,
      )
      const now = mall.server.clock.now()
      if (step < 2) members.push(await mall.card())
      if (step === 1)
        await shop.work((one) =>
          earnPoints(one, {
            memberId: anyone().memberId,
            points: 50n,
            reason: 'welcome',
            reference: 'welcome',
            part: 'welcome',
            happenedAt: now,
            availableAt: new Date(now.getTime() + (index % 2) * 40 * 86_400_000),
            expiresAt: new Date(now.getTime() + 75 * 86_400_000),
          }),
        )
      if (step === 2)
        await shop.work((one) =>
          earnMany(one, [
            {
              memberId: anyone().memberId,
              points: BigInt(30 + below(90)),
              reason:
                (['opening', 'birthday', 'activity', 'referral', 'sharing'] as const)[index % 5] ?? 'opening',
              reference: 'import:x',
              part: 'given',
              happenedAt: new Date(now.getTime() - 40 * 86_400_000),
              expiresAt: new Date(now.getTime() + 20 * 86_400_000),
            },
          ]),
        )
      if (step === 3)
        await shop.work((one) =>
          correctPoints(one, {
            memberId: anyone().memberId,
            points: (index % 2 === 0 ? 1 : -1) * (40 + below(60)),
            reason: 'goodwill',
            note: 'a test',
          }),
        )
      if (step % 3 === 1 || step === 0) {
        const late = below(4) === 0 && index > 0 ? 12 * 86_400_000 : 0
        const { cardNumber } = anyone()
        const pieces = 1 + below(3)
        const fen = (1 + below(400)) * 1_000
        const sale = await mall.buy(cardNumber, fen * pieces, {
          soldAt: new Date(now.getTime() - late).toISOString(),
          lines: [line(fen, { quantity: pieces, isSpecialPrice: true })],
        })
        expect(sale).toMatchObject({ status: 200 })
        bought.push({ id: (sale.body as Purchase & { id: string }).id, month: index })
      }
      if (step % 4 === 2)
        await redeem(anyone().memberId, (['settle', 'settle', 'void', 'wait'] as const)[below(4)] ?? 'settle')
      if (step === 9 || step === 12) {
        const purchase = bought.splice(below(bought.length), 1)[0]
        if (purchase)
          expect(
            await mall.till.post(`/purchases/${purchase.id}/returns`, {
              returnedAt: now.toISOString(),
              lines: [{ line: 1, quantity: 1 }],
            }),
          ).toMatchObject({ status: 200 })
      }
      if (step === 4)
        await sql`INSERT INTO level_changes (member_id, position, id, kind, from_level, to_level, effective_at, recorded_at)
                  VALUES (${members[index]?.memberId}, 1, ${newId()}, 'reached', 'gold', 'diamond', ${now}, ${now})`.execute(
          db,
        )
      if (step % 5 === 0) await settleDuePoints(platform)
    }
}
