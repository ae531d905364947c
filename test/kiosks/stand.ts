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
  /** opens a session for a card as its means would, proven where a test says so; at a second kiosk for `isElsewhere` */
  show(card: FinishedCard, how: Showing): Promise<Client>
  /** the code that was sent to a phone last */
  codeOnPhone(): Promise<string>
}

interface Showing {
  means: 'tap' | 'swipe' | 'scan'
  proven?: boolean
  isElsewhere?: boolean
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
  const look = () => administrator.get<{ messages: { text: string }[] }>('/messages')
  const signIn = () =>
    administrator.post('/staff/sign-in', { signInName: 'first', password: 'a long enough password' })
  await signIn()
  const place = { name: 'Lobby', kind: 'kiosk' }
  const { id: placeId } = done(await manager.client.post<{ id: string }>('/places', place))
  const move = { fromPlaceId: storeRoomId, toPlaceId: placeId, quantity: 1 }
  done(await manager.client.post(`/gifts/${umbrella.id}/moves`, move))
  async function addKiosk(name: string) {
    const { id } = done(await administrator.post<{ id: string }>('/kiosks', { name, placeId }))
    const offer = await administrator.post<{ code: string }>(`/kiosks/${id}/pairing-codes`)
    const client = server.client()
    done(await client.post('/kiosks/pair', { code: done(offer).code }))
    return { id, client }
  }
  const [lobby, stairs] = [await addKiosk('Lobby'), await addKiosk('Stairs')]

  return {
    scene,
    kioskId: lobby.id,
    kiosk: lobby.client,
    card,
    unproven,
    async codeOnPhone() {
      let seen = await look()
      if (seen.status === 401) {
        await signIn() // the clock has passed a day
        seen = await look()
      }
      const { messages } = done(seen)
      return /\d{6}/.exec(messages[0]?.text ?? '')?.[0] ?? ''
    },
    async show({ cardNumber }, { means, proven = false, isElsewhere = false }) {
      const at = isElsewhere ? stairs : lobby
      const now = server.clock.now()
      const { member_id: memberId } = await server.db
        .selectFrom('cards')
        .select('member_id')
        .where('card_number', '=', cardNumber)
        .executeTakeFirstOrThrow()
      const open = server.db.updateTable('member_sessions').set({ ended_at: now })
      await open.where('ended_at', 'is', null).where('kiosk_id', '=', at.id).execute()
      const id = randomUUID()
      const session = { id, kiosk_id: at.id, member_id: memberId ?? '', card_number: cardNumber, means }
      const times = { proven_at: proven ? now : null, started_at: now, seen_at: now, ended_at: null }
      await server.db
        .insertInto('member_sessions')
        .values({ ...session, ...times })
        .execute()
      return server.client({ cookie: at.client.cookie(), 'x-member-session': id })
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}
