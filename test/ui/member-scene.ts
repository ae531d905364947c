import { WebSocket } from 'ws'
import type { Page } from 'playwright-core'
import {
  HEARTBEAT_EVERY_MS,
  STATION_SOCKET_PATH,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { earnPoints } from '../../server/points/index.ts'
import { done, enrol, form, setScene, type Scene } from '../drives/scene.ts'
import { asStaff, signIn, type FinishedCard, type Person } from '../support/cards.ts'
import { listen, until } from '../support/stations.ts'

export const PHONE = '13912345678'
export const NAME = '欧阳慧敏'
export const VISITOR = { name: '诸葛云帆', phone: '13787654321' }
export const READER = 'Kiosk reader'

/** A kiosk beside the gifts of the first booth, with a reader that says what it is told to say. */
export interface KioskScene extends AsyncDisposable {
  scene: Scene
  url: string
  administrator: Person
  placeId: string
  /** the card of a member with points, and a card of the same phone that is not joined to them yet */
  card: FinishedCard
  newCard: FinishedCard
  blank: FinishedCard
  /** the card of another member, who has 1,998 points */
  visitor: FinishedCard
  pairingCode: () => Promise<string>
  tap: (card: FinishedCard) => Promise<string>
  report: (message: StationMessage) => void
  /** the code that was sent to the member's phone last */
  codeOnPhone: () => Promise<string>
}

export async function setKioskScene({ points = 1_280n } = {}): Promise<KioskScene> {
  const scene = await setScene({ cards: 4, umbrellas: 2, mugs: 2 })
  const { server, manager } = scene
  const url = (await listen(server)).replace('127.0.0.1', 'localhost')
  const administrator = await signIn(server, ['administrator'])
  const { body } = await administrator.client.get<{ places: { id: string; name: string }[] }>('/places')
  const placeId = body.places.find(({ name }) => name === 'North gate')?.id ?? ''
  await addGifts(manager, placeId)

  const station = await linkStation(scene, administrator, url)
  const kiosk = { name: 'Kiosk 1', placeId, stationId: station.id, readerName: READER }
  const { id: kioskId } = done(await administrator.client.post<{ id: string }>('/kiosks', kiosk))

  const [card, newCard, blank, visitor] = scene.cards
  if (!card || !newCard || !blank || !visitor) throw new Error('the scene has cards')
  for (const each of [card, newCard])
    done(await enrol(scene, form(scene, each, { phone: PHONE, name: NAME })))
  done(await enrol(scene, form(scene, visitor, { phone: VISITOR.phone, name: VISITOR.name })))
  await givePoints(scene, card, points)
  await givePoints(scene, visitor, 1_948n)

  return {
    scene,
    url,
    administrator,
    placeId,
    card,
    newCard,
    blank,
    visitor,
    report: station.report,
    pairingCode: async () =>
      done(await administrator.client.post<{ code: string }>(`/kiosks/${kioskId}/pairing-codes`)).code,
    async tap(shown) {
      const uri = await shown.tap()
      station.report({ type: 'tap', reader: READER, uri })
      return uri
    },
    codeOnPhone: () =>
      until('a code', async () => {
        const { body } = await administrator.client.get<{ messages: { text: string }[] }>('/messages')
        return /\d{6}/.exec(body.messages[0]?.text ?? '')?.[0]
      }),
    async [Symbol.asyncDispose]() {
      station.socket.close()
      await scene[Symbol.asyncDispose]()
    },
  }
}

async function addGifts(manager: Person, placeId: string) {
  const gifts = [
    ['明前龙井', 'Longjing tea', 'tea', 500, 20],
    ['羊绒围巾', 'Cashmere scarf', 'scarf', 2_400, 8],
    ['保温杯', 'Thermos', 'thermos', 80, 0],
    ['帆布袋', 'Canvas tote', 'tote', 120, 1],
  ] as const
  for (const [nameZh, nameEn, picture, pricePoints, quantity] of gifts) {
    const gift = { nameZh, nameEn, picture, pricePoints }
    const { id } = done(await manager.client.post<{ id: string }>('/gifts', gift))
    const delivery = { placeId, quantity: Math.max(1, quantity), reference: 'delivery' }
    done(await manager.client.post(`/gifts/${id}/received`, delivery))
  }
}

async function givePoints({ server, manager }: Scene, { cardNumber }: FinishedCard, points: bigint) {
  const { member_id: memberId } = await server.db
    .selectFrom('cards')
    .select('member_id')
    .where('card_number', '=', cardNumber)
    .executeTakeFirstOrThrow()
  await asStaff(server, manager.staffId, async (work) => {
    await earnPoints(work, {
      memberId: memberId ?? '',
      points,
      reason: 'purchase',
      reference: 'purchase:test',
      happenedAt: work.now,
      part: 'earn',
    })
    return { ok: true, value: null }
  })
}

export async function linkStation({ server }: Scene, administrator: Person, url: string) {
  const offer = await administrator.client.post<{ code: string }>('/stations/pairing-codes', {
    simulated: true,
  })
  const paired = await server.client().post<{ stationId: string; token: string }>('/stations/pair', {
    code: done(offer).code,
    name: 'Kiosk PC',
  })
  const { stationId, token } = done(paired)
  const socket = new WebSocket(`${url.replace('http', 'ws')}${STATION_SOCKET_PATH}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await new Promise((opened) => socket.once('open', opened))
  const report = (message: StationMessage): void => socket.send(JSON.stringify(message))
  report({ type: 'hello', stationVersion: 'test', devices: [] })
  const heartbeat = setInterval(() => report({ type: 'heartbeat' }), HEARTBEAT_EVERY_MS)
  socket.once('close', () => clearInterval(heartbeat))
  return { id: stationId, socket, report }
}

/** Types digits as on a keyboard, with a person's pauses. */
export async function typeDigits(page: Page, digits: string) {
  for (const digit of digits) await page.keyboard.press(digit)
}
