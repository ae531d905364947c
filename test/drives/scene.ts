import { deflateSync } from 'node:zlib'
import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { MyBooths } from '../../server/drives/booth-schema.ts'
import type { EnrolmentAnswer, NewEnrolment } from '../../server/drives/enrolment-schema.ts'
import type { Gift } from '../../server/gifts/schema.ts'
import {
  addProgramme,
  finishCard,
  numbersOf,
  orderBatch,
  signFor,
  signIn,
  verifySample,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type Answer, type TestServer } from '../support/server.ts'

export const DAY = '2026-11-20'
export const CONSENT = '2026-1'

/** A drive on its first day: two booths, an umbrella and a mug, cards on the first booth's table, a shift open. */
export interface Scene extends AsyncDisposable {
  server: TestServer
  manager: Person
  promoter: Person
  programmeId: string
  batch: BatchDetails
  driveId: string
  boothId: string
  otherBoothId: string
  storeRoomId: string
  umbrella: Gift
  mug: Gift
  cards: FinishedCard[]
  shiftId: string
}

interface SceneOptions {
  cards?: number
  umbrellas?: number
  mugs?: number
  /** a migrated, empty one in place of a copy of the template */
  databaseUrl?: string
}

/** 1×1 pixel; a drawn signature as small as one can be */
export const DRAWN = `data:image/png;base64,${tinyPng().toString('base64')}`

export async function setScene({
  cards = 2,
  umbrellas = 3,
  mugs = 3,
  databaseUrl,
}: SceneOptions = {}): Promise<Scene> {
  const server = await startTestServer(databaseUrl === undefined ? {} : { databaseUrl })
  const manager = await signIn(server, ['programme-manager', 'card-operator'])
  const promoter = await signIn(server, ['promoter'])
  const programmeId = await addProgramme(manager)
  const ask = async <T>(path: string, body: object): Promise<T> =>
    done(await manager.client.post<T>(path, body))

  await ask('/consent-texts', { version: CONSENT, textZh: '我同意。', textEn: 'I agree.' })
  const place = (name: string, kind: string) => ask<{ id: string }>('/places', { name, kind })
  const [storeRoom, north, south] = await Promise.all([
    place('Store room', 'store-room'),
    place('North gate', 'booth'),
    place('South gate', 'booth'),
  ])
  const gift = (nameZh: string, nameEn: string) =>
    ask<Gift>('/gifts', { nameZh, nameEn, picture: nameEn.toLowerCase(), pricePoints: 50 })
  const [umbrella, mug] = await Promise.all([gift('雨伞', 'Umbrella'), gift('马克杯', 'Mug')])
  for (const { id } of [umbrella, mug])
    await ask(`/gifts/${id}/received`, {
      placeId: storeRoom.id,
      quantity: Math.max(100, umbrellas, mugs),
      reference: 'delivery 1',
    })

  const { driveId } = await ask<{ driveId: string }>('/drives', {
    name: 'Three free days',
    programmeId,
    consentVersion: CONSENT,
    target: 300,
    days: [
      { day: DAY, opensAt: '10:00', closesAt: '21:00' },
      { day: '2026-11-21', opensAt: '10:00', closesAt: '21:00' },
    ],
    sources: [
      { code: 'radio', nameZh: '电台', nameEn: 'Radio' },
      { code: 'friend', nameZh: '朋友', nameEn: 'A friend' },
    ],
    giftIds: [umbrella.id, mug.id],
    booths: [
      { name: 'A', placeId: north.id },
      { name: 'B', placeId: south.id },
    ],
    team: [promoter.staffId],
  })
  const { body } = await promoter.client.get<Static<typeof MyBooths>>('/booths')
  const [boothId, otherBoothId] = body.booths.map((booth) => booth.id)
  if (!boothId || !otherBoothId) throw new Error('the drive has two booths')

  const batch = await orderBatch(manager, { programmeId, quantity: cards })
  const numbers = await numbersOf(manager, batch.id)
  const finished: FinishedCard[] = []
  for (const cardNumber of numbers)
    finished.push(await finishCard(server, { batch, cardNumber, staffId: manager.staffId }))
  const bring = (giftId: string, quantity: number) =>
    quantity > 0 ? [{ giftId, fromPlaceId: storeRoom.id, quantity }] : []
  await verifySample(server, batch.id)
  await ask(`/booths/${boothId}/allocations`, {
    cards: [{ batchId: batch.id, quantity: cards }],
    gifts: [...bring(umbrella.id, umbrellas), ...bring(mug.id, mugs)],
  })
  await signFor(server, north.id)
  const shift = await promoter.client.post<{ shiftId: string }>(`/booths/${boothId}/shifts`)

  return {
    server,
    manager,
    promoter,
    programmeId,
    batch,
    driveId,
    boothId,
    otherBoothId,
    storeRoomId: storeRoom.id,
    umbrella,
    mug,
    cards: finished,
    shiftId: done(shift).shiftId,
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

/** @returns the answer's body, of an answer that must be 200 */
export function done<T>(answer: Answer<T>): T {
  if (answer.status !== 200) throw new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** @returns status and code of a refusal */
export const refusal = (answer: Answer<unknown>): [number, string | undefined] => [
  answer.status,
  (answer.body as { code?: string }).code,
]

let phones = 0
/** A phone number that nobody else in the test run has. */
export const newPhone = (): string => `138${String((phones += 1)).padStart(8, '0')}`

/** A form that is right; the card is typed. */
export const form = (scene: Scene, card: FinishedCard | undefined, change: Partial<NewEnrolment> = {}) => ({
  boothId: scene.boothId,
  name: '王小明',
  phone: newPhone(),
  sourceCode: 'radio',
  consentVersion: CONSENT,
  signature: DRAWN,
  card: { kind: 'typed', cardNumber: card?.cardNumber ?? '' },
  giftId: scene.umbrella.id,
  ...change,
})

export const enrol = (
  scene: Scene,
  body: object,
  { id = randomUUID(), by = scene.promoter }: { id?: string; by?: Person } = {},
): Promise<Answer<EnrolmentAnswer>> => by.client.post<EnrolmentAnswer>('/enrolments', body, { id })

/** PNG (ISO/IEC 15948) of one white pixel; readers here do not check its CRCs. */
function tinyPng(): Buffer {
  const header = Buffer.from('00000001000000010800000000', 'hex')
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.from([0, 255]))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}
