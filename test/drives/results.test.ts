import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Counter } from '../../server/programmes/schema.ts'
import type { DriveResults } from '../../server/drives/results-schema.ts'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import type { Client } from '../support/server.ts'
import { DAY, done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let administrator: Person
let till: Client
let counterId: string
beforeAll(async () => {
  scene = await setScene({ cards: 6, umbrellas: 6, mugs: 2 })
  const { server, manager, promoter, driveId, cards, umbrella } = scene
  administrator = await signIn(server, ['administrator'])
  counterId = done(
    await administrator.client.post<Counter>('/counters', {
      name: 'Shirts',
      joins: true,
      ratePerMille: 1000,
    }),
  ).id
  const { key } = done(await administrator.client.post<{ key: string }>('/tills', { name: 'Till 1' }))
  till = server.client({ authorization: `Bearer ${key}` })
  const { version, plan } = done(await manager.client.get<PlanNow>(`/drives/${driveId}/plan`))
  done(
    await manager.client.post(`/drives/${driveId}/plan`, {
      seenVersion: version,
      reason: 'what it costs',
      plan: {
        ...plan,
        costs: [
          { kind: 'media', name: 'Radio spots', fen: 300_01, sourceCode: 'radio' },
          { kind: 'people', name: '=Promoters', fen: 100_00, sourceCode: null },
        ],
      },
    }),
  )
  for (const [index, sourceCode] of ['radio', 'radio', 'friend'].entries())
    done(await enrol(scene, form(scene, cards[index], { sourceCode })))
  done(
    await promoter.client.post(`/booths/${scene.boothId}/gift-changes`, {
      kind: 'gift-broken',
      giftId: umbrella.id,
      reason: 'bent',
    }),
  )
  done(await manager.client.post(`/cards/${cards[5]?.cardNumber}/spoil`, { reason: 'bent' }))
  server.clock.pass({ minutes: 120 })
  done(await promoter.client.post(`/shifts/${scene.shiftId}/close`))
  done(
    await promoter.client.post(`/booths/${scene.boothId}/counts`, {
      day: DAY,
      lines: [
        { item: 'cards', counted: 1, why: 'lost' },
        { item: umbrella.id, counted: 2 },
        { item: scene.mug.id, counted: 1, why: 'other', reason: 'not found' },
      ],
    }),
  )
  await db()
    .updateTable('staff_sessions')
    .set({ expires_at: new Date('2027-06-01') })
    .execute()
  const sale = async (index: number, time: string, receiptNumber: string) => {
    server.clock.set(new Date(time))
    done(
      await till.post('/purchases', {
        cardNumber: cards[index]?.cardNumber,
        counterId,
        receiptNumber,
        soldAt: time,
        paidFen: 100_00,
        lines: [{ description: 'Shirt', unitPriceFen: 100_00, quantity: 1, isSpecialPrice: true }],
      }),
    )
  }
  await sale(0, '2026-11-22T12:00:00+08:00', 'R-1')
  await sale(2, '2026-12-10T12:00:00+08:00', 'R-2')
}, 120_000)
afterAll(() => scene[Symbol.asyncDispose]())

const db = () => scene.server.db
const results = async (by = scene.manager) =>
  done(await by.client.get<DriveResults>(`/drives/${scene.driveId}/results`))

describe('the results of a drive', () => {
  test('say what a member cost, in all and by source', async () => {
    const { all, costFen, costPerMemberFen, sources } = await results()
    expect(all).toMatchObject({ enrolments: 3, newMembers: 3 })
    expect([costFen, costPerMemberFen]).toEqual([400_01, 133_34])
    expect(sources.map(({ code, newMembers, costPerMemberFen: each }) => [code, newMembers, each])).toEqual([
      ['friend', 1, null],
      ['radio', 2, 150_01],
    ])
  })

  test('count who bought within 7 and 30 days, of those for whom so many days are over', async () => {
    const late = await results()
    expect([late.all.after7, late.all.after30]).toEqual([
      { due: 3, active: 1 },
      { due: 0, active: 0 },
    ])
    scene.server.clock.set(new Date('2026-12-25T12:00:00+08:00'))
    const later = await results()
    expect(later.all.after30).toEqual({ due: 3, active: 2 })
    expect(later.sources.find(({ code }) => code === 'friend')?.after30).toEqual({ due: 1, active: 1 })
    expect(later.sources.find(({ code }) => code === 'friend')?.after7).toEqual({ due: 1, active: 0 })
  })

  test('set promoters side by side, and what was spoiled', async () => {
    const { people, spoilage } = await results()
    expect(people).toMatchObject([
      { staffId: scene.promoter.staffId, minutes: 120, cards: 3, newMembers: 3, spoiledGifts: 1 },
    ])
    expect(spoilage).toMatchObject({ cards: 1, gifts: [{ giftId: scene.umbrella.id, pieces: 1 }] })
  })

  test('take the variance of signed counts, and tell every difference with its reason', async () => {
    const before = (await results()).variance
    expect(before).toMatchObject({ items: [], unsigned: 1 })
    expect(before.told.map(({ nameEn, variance, why, reason }) => [nameEn, variance, why, reason])).toEqual([
      ['Membership cards', -1, 'lost', ''],
      ['Mug', -1, 'other', 'not found'],
    ])
    const { id } = await db().selectFrom('booth_counts').select('id').executeTakeFirstOrThrow()
    done(await scene.manager.client.post(`/booth-counts/${id}/sign`))
    const { items, unsigned } = (await results()).variance
    expect(unsigned).toBe(0)
    expect(items.map(({ nameEn, variance }) => [nameEn, variance])).toEqual([
      ['Membership cards', -1],
      ['Mug', -1],
      ['Umbrella', 0],
    ])
  })

  test('come as PDF, workbook and CSV in both languages, in which no name runs as a formula', async () => {
    for (const language of ['zh-CN', 'en']) {
      const file = (kind: string) =>
        scene.manager.client.get<Buffer>(`/drives/${scene.driveId}/results.${kind}?language=${language}`)
      const pdf = done(await file('pdf'))
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      const sheets = Object.keys(unzipSync(done(await file('xlsx')))).filter((name) =>
        name.startsWith('xl/worksheets/'),
      )
      expect(sheets).toHaveLength(8)
      const text = String(done(await file('csv')))
      expect(text).toContain("'=Promoters")
      expect(text).toContain('133.34')
    }
  })

  test('are the office’s', async () => {
    const path = `/drives/${scene.driveId}/results`
    expect((await scene.promoter.client.get(path)).status).toBe(403)
    expect(refusal(await scene.manager.client.get(`/drives/${scene.boothId}/results`))).toEqual([
      404,
      'drive-unknown',
    ])
  })
})
