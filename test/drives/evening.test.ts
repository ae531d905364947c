import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoothCount, CountSheet } from '../../server/drives/evening-schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { DAY, done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

type Lines = { item: string; counted: number; reason?: string }[]

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 6, umbrellas: 5, mugs: 4 })
  const { umbrella, mug, cards } = scene
  done(await enrol(scene, form(scene, cards[0], { giftId: umbrella.id })))
  done(await enrol(scene, form(scene, cards[1], { giftId: umbrella.id, sourceCode: 'friend' })))
  done(await enrol(scene, form(scene, cards[2], { giftId: mug.id })))
})
afterAll(() => scene[Symbol.asyncDispose]())

const sheet = async () =>
  done(await scene.promoter.client.get<Static<typeof CountSheet>>(`/booths/${scene.boothId}/count-sheet`))
const count = (lines: Lines, { by = scene.promoter, day = DAY } = {}) =>
  by.client.post<{ countId: string }>(`/booths/${scene.boothId}/counts`, { day, lines })
const lines = (cards: number, umbrellas: number, mugs: number): Lines => [
  { item: 'cards', counted: cards },
  { item: scene.umbrella.id, counted: umbrellas },
  { item: scene.mug.id, counted: mugs },
]
const read = async (countId: string, by: Person = scene.manager) =>
  done(await by.client.get<BoothCount>(`/booth-counts/${countId}`))

describe('the evening count of a booth', () => {
  test('waits until every shift is closed', async () => {
    expect((await sheet()).openShifts).toBe(1)
    expect(refusal(await count(lines(3, 3, 3)))).toEqual([409, 'shift-still-open'])
    done(await scene.promoter.client.post(`/shifts/${scene.shiftId}/close`))
  })

  test('is blind: the sheet names what to count and not what is expected', async () => {
    const blank = await sheet()
    expect(blank.items).toEqual([
      { item: 'cards', nameZh: '会员卡', nameEn: 'Membership cards' },
      { item: scene.mug.id, nameZh: '马克杯', nameEn: 'Mug' },
      { item: scene.umbrella.id, nameZh: '雨伞', nameEn: 'Umbrella' },
    ])
    expect(JSON.stringify(blank)).not.toContain('expected')
    expect(blank.countId).toBeNull()
  })

  test('is refused where an item is missing, there twice, or none of this booth', async () => {
    const all = lines(3, 3, 3)
    expect(refusal(await count(all.slice(1)))).toEqual([422, 'count-incomplete'])
    expect(refusal(await count([...all.slice(1), ...all.slice(1, 2)]))).toEqual([422, 'count-incomplete'])
    expect(refusal(await count([...all, { item: randomUUID(), counted: 1 }]))).toEqual([
      422,
      'count-incomplete',
    ])
  })

  test('is refused at a booth that is none, for other days, for other people, and for what cannot be counted', async () => {
    const nowhere = await scene.promoter.client.post(`/booths/${randomUUID()}/counts`, {
      day: DAY,
      lines: lines(3, 3, 3),
    })
    expect(refusal(nowhere)).toEqual([404, 'booth-unknown'])
    expect(refusal(await count(lines(3, 3, 3), { day: '2026-11-21' }))).toEqual([422, 'drive-day-unknown'])
    expect(refusal(await count(lines(3, 3, 3), { day: '2026-11-01' }))).toEqual([422, 'drive-day-unknown'])
    expect(refusal(await count(lines(3, 3, 3), { day: '0000-01-01' }))).toEqual([400, 'input-invalid'])
    expect(refusal(await count(lines(-1, 3, 3)))).toEqual([400, 'input-invalid'])
    const stranger = await signIn(scene.server, ['promoter'])
    expect(refusal(await count(lines(3, 3, 3), { by: stranger }))).toEqual([403, 'not-in-team'])
  })

  test('that differs without a reason is refused, names the items but no figure, and stands in the audit', async () => {
    const answer = await count(lines(2, 3, 4))
    expect(refusal(answer)).toEqual([422, 'variance-needs-reason'])
    expect(answer.body).toMatchObject({
      details: { items: `cards,${scene.mug.id}`, zh: '会员卡、马克杯', en: 'Membership cards, Mug' },
    })
    const entries = await scene.server.db
      .selectFrom('audit_entries')
      .select('details')
      .where('action', '=', 'booth.count-differed')
      .execute()
    expect(entries.map((entry) => entry.details)).toEqual(
      expect.arrayContaining([
        { item: 'cards', expected: 3, counted: 2 },
        { item: scene.mug.id, expected: 3, counted: 4 },
      ]),
    )
    expect((await sheet()).countId).toBeNull()
  })

  let countId: string
  test('that differs with a reason is taken down: expected is what was brought less what was handed out', async () => {
    const [cards, ...gifts] = lines(2, 3, 3)
    const id = randomUUID()
    const body = { day: DAY, lines: [{ ...cards, reason: '一张卡掉在地上找不到' }, ...gifts] }
    const send = () =>
      scene.promoter.client.post<{ countId: string }>(`/booths/${scene.boothId}/counts`, body, { id })
    const [first, second] = await Promise.all([send(), send()])
    countId = done(first).countId
    expect(done(second).countId).toBe(countId)
    expect(await read(countId)).toMatchObject({
      boothName: 'A',
      day: DAY,
      lines: expect.arrayContaining([
        expect.objectContaining({
          item: 'cards',
          expected: 3,
          counted: 2,
          variance: -1,
          reason: '一张卡掉在地上找不到',
        }),
        expect.objectContaining({
          item: scene.umbrella.id,
          expected: 3,
          counted: 3,
          variance: 0,
          reason: '',
        }),
        expect.objectContaining({ item: scene.mug.id, expected: 3, counted: 3, variance: 0 }),
      ]),
      countedBy: { staffId: scene.promoter.staffId },
      signedBy: null,
    })
  })

  test('is taken once a day, and after it nobody opens a shift there that day', async () => {
    expect(refusal(await count(lines(2, 3, 3)))).toEqual([409, 'day-already-counted'])
    const shift = await scene.promoter.client.post(`/booths/${scene.boothId}/shifts`)
    expect(refusal(shift)).toEqual([409, 'day-already-counted'])
  })

  test('is signed by another person, once; whoever counted is refused, by the database too', async () => {
    const sign = (by: Person) => by.client.post(`/booth-counts/${countId}/sign`)
    expect(refusal(await sign(scene.promoter))).toEqual([403, 'same-person-signs'])
    const stranger = await signIn(scene.server, ['promoter'])
    expect(refusal(await sign(stranger))).toEqual([403, 'not-in-team'])
    expect(refusal(await scene.manager.client.post(`/booth-counts/${randomUUID()}/sign`))).toEqual([
      404,
      'count-unknown',
    ])
    const forced = scene.server.db
      .updateTable('booth_counts')
      .set({ signed_by: scene.promoter.staffId, signed_at: new Date() })
      .where('id', '=', countId)
      .execute()
    await expect(forced).rejects.toMatchObject({ code: '23514' })
    const others = await Promise.all([sign(scene.manager), sign(scene.manager)])
    expect(others.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(await read(countId)).toMatchObject({ signedBy: { staffId: scene.manager.staffId } })
  })

  test.each([
    ['zh-CN', ['展位日报', '新会员', '一张卡掉在地上找不到', '−1', '电台']],
    ['en', ['Booth report of the day', 'New members', 'Variance', '−1', 'Radio', 'Signed by']],
  ])('prints the day on one page in %s', async (language, words) => {
    const pdf = done(
      await scene.promoter.client.get<Buffer>(`/booth-counts/${countId}/report.pdf?language=${language}`),
    )
    const { pages, text } = readPdf(pdf)
    expect(pages).toBe(1)
    for (const word of words) expect(text).toContain(word)
  })

  test('carries what a signed count found missing to the next day, so that nobody explains it twice', async () => {
    const { clock, db } = scene.server
    await db
      .updateTable('staff_sessions')
      .set({ expires_at: new Date('2027-01-01') })
      .execute()
    clock.set(new Date('2026-11-21T21:30:00+08:00'))
    expect((await count(lines(2, 3, 3), { day: '2026-11-21' })).status).toBe(200)
    clock.set(new Date('2026-11-20T10:00:00+08:00'))
  })

  test('finds a thing missing once, although two evenings were signed for only afterwards', async () => {
    const { clock, db } = scene.server
    await db
      .insertInto('drive_days')
      .values(
        ['2026-11-22', '2026-11-23', '2026-11-24'].map((day) => ({
          drive_id: scene.driveId,
          day,
          opens_at: '10:00',
          closes_at: '21:00',
        })),
      )
      .execute()
    const missingUmbrella: Lines = [
      { item: 'cards', counted: 2 },
      { item: scene.umbrella.id, counted: 2, reason: '少一把' },
      { item: scene.mug.id, counted: 3 },
    ]
    const unsigned: string[] = []
    for (const day of ['2026-11-22', '2026-11-23']) {
      clock.set(new Date(`${day}T21:30:00+08:00`))
      unsigned.push(done(await count(missingUmbrella, { day })).countId)
    }
    clock.set(new Date('2026-11-24T21:30:00+08:00'))
    for (const late of unsigned.toReversed())
      done(await scene.manager.client.post(`/booth-counts/${late}/sign`))
    expect(refusal(await count(lines(2, 1, 3), { day: '2026-11-24' }))).toEqual([
      422,
      'variance-needs-reason',
    ])
    expect((await count(lines(2, 2, 3), { day: '2026-11-24' })).status).toBe(200)
    clock.set(new Date('2026-11-20T10:00:00+08:00'))
  })
})

/** Pages and words of a PDF, by poppler. */
function readPdf(pdf: Buffer): { pages: number; text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cardwright-report-'))
  const file = join(folder, 'report.pdf')
  writeFileSync(file, pdf)
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return { pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), text }
}
