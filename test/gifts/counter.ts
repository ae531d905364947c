import { newId } from '../../server/platform/ids.ts'
import type { Result } from '../../server/platform/refusal.ts'
import { runCommand } from '../../server/platform/command.ts'
import type { Work } from '../../server/platform/work.ts'
import { earnPoints } from '../../server/points/index.ts'
import { holdGift } from '../../server/gifts/index.ts'
import type { Gift } from '../../server/gifts/schema.ts'
import { addMembers, inWork } from '../points/ledger-members.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

export interface GiftCounter extends AsyncDisposable {
  server: TestServer
  people: People
  /** where the kiosk stands */
  placeId: string
  storeRoomId: string
  gift(pricePoints: number, pieces: number): Promise<Gift>
  member(points: number): Promise<string>
  hold(memberId: string, giftId: string, slotId?: string): ReturnType<typeof holdGift>
  /** runs a rule as a command of its own, so that a refusal undoes what it wrote */
  command<T, Code extends string>(rule: (work: Work) => Promise<Result<T, Code>>): Promise<Result<T>>
}

/** A kiosk with gifts behind it, and a store room. */
export async function openGiftCounter(): Promise<GiftCounter> {
  const server = await startTestServer()
  const staff = await people(server)
  const { administrator } = staff
  const { db, clock } = server
  await administrator.post('/programmes', { number: 1, name: 'VIP Club', preset: 'mall-two-level' })
  const place = async (name: string, kind: string): Promise<string> =>
    (await administrator.post<{ id: string }>('/places', { name, kind })).body.id
  const [placeId, storeRoomId] = [await place('Kiosk 1', 'kiosk'), await place('Store room', 'store-room')]
  const kioskId = newId()
  await db
    .insertInto('kiosks')
    .values({ id: kioskId, name: 'Kiosk 1', place_id: placeId, created_at: clock.now() })
    .execute()
  let gifts = 0

  const command: GiftCounter['command'] = (rule) => {
    const facts = { id: newId(), actor: { kind: 'system' }, now: clock.now() } as const
    return runCommand(db, { ...facts, contentHash: Buffer.alloc(1) }, rule)
  }
  return {
    server,
    people: staff,
    placeId,
    storeRoomId,
    command,
    async gift(pricePoints, pieces) {
      gifts += 1
      const names = { nameZh: `礼品 ${gifts}`, nameEn: `Gift ${gifts}`, picture: 'umbrella' }
      const gift = (await administrator.post<Gift>('/gifts', { ...names, pricePoints })).body
      const delivery = { placeId, quantity: pieces, reference: 'delivery' }
      if (pieces > 0) await administrator.post(`/gifts/${gift.id}/received`, delivery)
      return gift
    },
    async member(points) {
      const [memberId = ''] = await addMembers(db, 1)
      const earning = { memberId, points: BigInt(points), reference: 'test:1', part: 'points' }
      await inWork(db, (work) => earnPoints(work, { ...earning, reason: 'welcome', happenedAt: clock.now() }))
      return memberId
    },
    hold: (memberId, giftId, slotId) =>
      command((work) =>
        holdGift(work, server.keys, { memberId, giftId, placeId, at: { kioskId }, slotId }),
      ) as ReturnType<typeof holdGift>,
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
