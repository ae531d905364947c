import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DriveLive } from '../../server/drives/live-schema.ts'
import type { Drive, Drives } from '../../server/drives/schema.ts'
import { signIn } from '../support/cards.ts'
import { CONSENT, DAY, done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 4, umbrellas: 2 })
})
afterAll(() => scene[Symbol.asyncDispose]())

const plan = (change: object = {}) => ({
  name: 'Another drive',
  programmeId: scene.programmeId,
  consentVersion: CONSENT,
  target: 10,
  days: [{ day: '2026-12-01', opensAt: '09:00', closesAt: '18:00' }],
  sources: [{ code: 'radio', nameZh: '电台', nameEn: 'Radio' }],
  giftIds: [scene.umbrella.id],
  booths: [{ name: 'Only', placeId: scene.storeRoomId }],
  team: [],
  ...change,
})

describe('planning a drive', () => {
  test('keeps days, sources, gifts, booths and team, and shows them to the office and the team only', async () => {
    const { driveId } = done(await scene.manager.client.post<{ driveId: string }>('/drives', plan()))
    const drive = done(await scene.manager.client.get<Drive>(`/drives/${driveId}`))
    const { giftIds: _giftIds, booths: _booths, ...plain } = plan()
    expect(drive).toMatchObject({
      ...plain,
      enrolled: 0,
      gifts: [{ giftId: scene.umbrella.id, nameZh: '雨伞' }],
      booths: [{ name: 'Only', placeName: 'Store room', reader: { stationId: null } }],
    })
    const seen = done(await scene.promoter.client.get<Static<typeof Drives>>('/drives'))
    expect(seen.drives.map((one) => one.id)).toEqual([scene.driveId])
    expect(refusal(await scene.promoter.client.get(`/drives/${driveId}`))).toEqual([403, 'not-in-team'])
    done(await scene.manager.client.post(`/drives/${driveId}/team`, { staffId: scene.promoter.staffId }))
    expect((await scene.promoter.client.get(`/drives/${driveId}`)).status).toBe(200)
    const all = done(await scene.manager.client.get<Static<typeof Drives>>('/drives'))
    expect(all.drives.map((one) => one.id)).toEqual([driveId, scene.driveId])
  })

  const day = { day: '2026-12-01', opensAt: '09:00', closesAt: '18:00' }
  test.each([
    [
      'a day that closes before it opens',
      { days: [{ ...day, closesAt: '08:00' }] },
      422,
      'drive-day-invalid',
    ],
    ['a day that does not exist', { days: [{ ...day, day: '2026-02-30' }] }, 400, 'input-invalid'],
    ['no day', { days: [] }, 400, 'input-invalid'],
    ['one day twice', { days: [day, day] }, 422, 'drive-parts-repeated'],
    ['a programme that is none', { programmeId: randomUUID() }, 422, 'drive-parts-unknown'],
    ['a consent text that is none', { consentVersion: 'none' }, 422, 'drive-parts-unknown'],
    ['a gift that is none', { giftIds: [randomUUID()] }, 422, 'drive-parts-unknown'],
    ['a place that is none', { booths: [{ name: 'X', placeId: randomUUID() }] }, 422, 'drive-parts-unknown'],
    ['somebody who is nobody', { team: [randomUUID()] }, 422, 'drive-parts-unknown'],
  ])('is refused with %s, and nothing of it stays', async (_name, change, status, code) => {
    const before = await scene.server.db.selectFrom('drives').select('id').execute()
    expect(refusal(await scene.manager.client.post('/drives', plan(change)))).toEqual([status, code])
    expect(await scene.server.db.selectFrom('drives').select('id').execute()).toHaveLength(before.length)
  })

  test('goes on: days, booths and readers are added, each once', async () => {
    const { manager, driveId, storeRoomId, boothId } = scene
    const add = (part: string, body: object, id = driveId) =>
      manager.client.post(`/drives/${id}/${part}`, body)
    expect((await add('days', day)).status).toBe(200)
    expect(refusal(await add('days', day))).toEqual([409, 'day-exists'])
    expect(refusal(await add('days', { ...day, opensAt: '19:00' }))).toEqual([422, 'drive-day-invalid'])
    expect(refusal(await add('days', day, randomUUID()))).toEqual([404, 'drive-unknown'])
    expect((await add('booths', { name: 'C', placeId: storeRoomId })).status).toBe(200)
    expect(refusal(await add('booths', { name: 'D', placeId: storeRoomId }))).toEqual([
      409,
      'place-has-booth',
    ])
    expect(refusal(await add('booths', { name: 'D', placeId: randomUUID() }))).toEqual([
      422,
      'drive-parts-unknown',
    ])
    expect(refusal(await add('booths', { name: 'D', placeId: storeRoomId }, randomUUID()))).toEqual([
      404,
      'drive-unknown',
    ])
    expect(refusal(await add('team', { staffId: randomUUID() }))).toEqual([422, 'drive-parts-unknown'])
    expect(refusal(await add('team', { staffId: manager.staffId }, randomUUID()))).toEqual([
      404,
      'drive-unknown',
    ])
    const reader = { stationId: randomUUID(), readerName: 'R', stripeName: null }
    const place = (id: string) => manager.client.post(`/booths/${id}/reader`, reader)
    expect(refusal(await place(boothId))).toEqual([422, 'drive-parts-unknown'])
    expect(refusal(await place(randomUUID()))).toEqual([404, 'booth-unknown'])
    expect(refusal(await manager.client.get(`/drives/${randomUUID()}/live`))).toEqual([404, 'drive-unknown'])
  })

  test('stocks a booth all or nothing', async () => {
    const { manager, batch, storeRoomId, mug, otherBoothId } = scene
    const bring = (cards: object[], gifts: object[], boothId = otherBoothId) =>
      manager.client.post(`/booths/${boothId}/allocations`, { cards, gifts })
    const mugs = (quantity: number) => ({ giftId: mug.id, fromPlaceId: storeRoomId, quantity })
    expect(refusal(await bring([{ batchId: batch.id, quantity: 1 }], [mugs(1)]))).toEqual([
      409,
      'too-few-cards',
    ])
    expect(refusal(await bring([{ batchId: randomUUID(), quantity: 1 }], []))).toEqual([404, 'batch-unknown'])
    expect(refusal(await bring([], [mugs(3), mugs(1_000)]))).toEqual([409, 'gift-out-of-stock'])
    expect(refusal(await bring([], [{ ...mugs(1), giftId: randomUUID() }]))).toEqual([404, 'gift-unknown'])
    expect(refusal(await bring([], [{ ...mugs(1), fromPlaceId: randomUUID() }]))).toEqual([
      404,
      'place-unknown',
    ])
    expect(refusal(await bring([], [], randomUUID()))).toEqual([404, 'booth-unknown'])
    const stock = done(await bring([], [mugs(2), mugs(1)]))
    expect(stock).toMatchObject({
      cards: 0,
      gifts: [
        { nameEn: 'Mug', onHand: 3 },
        { nameEn: 'Umbrella', onHand: 0 },
      ],
    })
  })
})

describe('a shift', () => {
  test('is opened by the team, on a day of the drive, at one booth at a time', async () => {
    const { promoter, boothId, otherBoothId, server, driveId, manager } = scene
    const open = (booth: string, by = promoter) =>
      by.client.post<{ shiftId: string }>(`/booths/${booth}/shifts`)
    expect(refusal(await open(otherBoothId))).toEqual([409, 'shift-already-open'])
    expect(refusal(await open(randomUUID()))).toEqual([404, 'booth-unknown'])
    const colleague = await signIn(server, ['promoter'])
    expect(refusal(await open(boothId, colleague))).toEqual([403, 'not-in-team'])
    expect(refusal(await colleague.client.get(`/booths/${boothId}/desk`))).toEqual([403, 'not-in-team'])
    expect(refusal(await colleague.client.get(`/booths/${randomUUID()}/desk`))).toEqual([
      404,
      'booth-unknown',
    ])
    done(await manager.client.post(`/drives/${driveId}/team`, { staffId: colleague.staffId }))
    const opened = await Promise.all([open(boothId, colleague), open(otherBoothId, colleague)])
    expect(opened.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])

    const { shiftId } = opened.find((answer) => answer.status === 200)?.body ?? { shiftId: '' }
    const close = (id: string, by = promoter) => by.client.post(`/shifts/${id}/close`)
    expect(refusal(await close(shiftId))).toEqual([403, 'not-your-shift'])
    expect(refusal(await close(randomUUID()))).toEqual([404, 'shift-unknown'])
    expect((await close(shiftId, manager)).status).toBe(200)
    expect(refusal(await close(shiftId, colleague))).toEqual([409, 'shift-closed'])
  })

  test('is not opened on another day', async () => {
    const other = await setScene({ cards: 1 })
    const { server, promoter, boothId, shiftId } = other
    done(await promoter.client.post(`/shifts/${shiftId}/close`))
    await server.db
      .updateTable('staff_sessions')
      .set({ expires_at: new Date('2027-01-01') })
      .execute()
    server.clock.set(new Date('2026-11-25T11:00:00+08:00'))
    expect(refusal(await promoter.client.post(`/booths/${boothId}/shifts`))).toEqual([409, 'drive-not-today'])
    expect(done(await promoter.client.get('/booths'))).toEqual({ booths: [] })
    await other[Symbol.asyncDispose]()
  })
})

test('the live board adds up hours, sources, booths and stock', async () => {
  const { promoter, driveId, boothId, cards } = scene
  done(await enrol(scene, form(scene, cards[0])))
  done(await enrol(scene, form(scene, cards[1], { sourceCode: 'friend', giftId: null })))
  const board = done(await promoter.client.get<Static<typeof DriveLive>>(`/drives/${driveId}/live`))
  expect(board).toMatchObject({
    day: DAY,
    target: 300,
    enrolled: 2,
    today: { newMembers: 2, knownMembers: 0 },
    hours: [{ hour: 10, enrolments: 2 }],
    sources: [
      { code: 'friend', enrolments: 1 },
      { code: 'radio', enrolments: 1 },
    ],
  })
  expect(board.booths.find((booth) => booth.boothId === boothId)).toMatchObject({
    enrolments: 2,
    openShifts: 1,
    stock: { cards: 2 },
  })
  expect(
    refusal(await (await signIn(scene.server, ['promoter'])).client.get(`/drives/${driveId}/live`)),
  ).toEqual([403, 'not-in-team'])
})
