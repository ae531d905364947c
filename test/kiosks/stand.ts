import { randomUUID } from 'node:crypto'
import { done, enrol, form, setScene, type Scene } from '../drives/scene.ts'
import type { FinishedCard } from '../support/cards.ts'
import type { Client } from '../support/server.ts'

/** A paired kiosk beside a drive: its place has one umbrella, and a member with the points for it. */
export interface Stand extends AsyncDisposable {
  scene: Scene
  kioskId: string
  kiosk: Client
  /** the member's card, tapped or scanned at will */
  card: FinishedCard
  /** of a phone that is a member's already: nobody has proven to be them */
  unproven: FinishedCard
  /** opens a session for a card as its means would, proven where a test says so */
  show(card: FinishedCard, how: { means: 'tap' | 'swipe' | 'scan'; proven?: boolean }): Promise<Client>
}

export async function openStand(): Promise<Stand> {
  const scene = await setScene({ cards: 2 })
  const { server, manager, umbrella, storeRoomId, cards } = scene
  const [card, unproven] = cards
  if (!card || !unproven) throw new Error('the scene has two cards')
  const phone = '13912345678'
  done(await enrol(scene, form(scene, card, { phone })))
  done(await enrol(scene, form(scene, unproven, { phone, giftId: null })))

  const administrator = server.client()
  await administrator.post('/staff/sign-in', { signInName: 'first', password: 'a long enough password' })
  const place = { name: 'Lobby', kind: 'kiosk' }
  const { id: placeId } = done(await manager.client.post<{ id: string }>('/places', place))
  const move = { fromPlaceId: storeRoomId, toPlaceId: placeId, quantity: 1 }
  done(await manager.client.post(`/gifts/${umbrella.id}/moves`, move))
  const { id: kioskId } = done(
    await administrator.post<{ id: string }>('/kiosks', { name: 'Lobby', placeId }),
  )
  const offer = await administrator.post<{ code: string }>(`/kiosks/${kioskId}/pairing-codes`)
  const kiosk = server.client()
  done(await kiosk.post('/kiosks/pair', { code: done(offer).code }))

  return {
    scene,
    kioskId,
    kiosk,
    card,
    unproven,
    async show({ cardNumber }, { means, proven = false }) {
      const now = server.clock.now()
      const { member_id: memberId } = await server.db
        .selectFrom('cards')
        .select('member_id')
        .where('card_number', '=', cardNumber)
        .executeTakeFirstOrThrow()
      const open = server.db.updateTable('member_sessions').set({ ended_at: now })
      await open.where('ended_at', 'is', null).execute()
      const id = randomUUID()
      const session = { id, kiosk_id: kioskId, member_id: memberId ?? '', card_number: cardNumber, means }
      const times = { proven_at: proven ? now : null, started_at: now, seen_at: now, ended_at: null }
      await server.db
        .insertInto('member_sessions')
        .values({ ...session, ...times })
        .execute()
      return server.client({ cookie: kiosk.cookie(), 'x-member-session': id })
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}
