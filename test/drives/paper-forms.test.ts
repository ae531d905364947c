import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormsNumbered, FormTyped, PaperForm, PaperForms } from '../../server/drives/form-schema.ts'
import type { BoothCount } from '../../server/drives/evening-schema.ts'
import type { OffBooks } from '../../server/drives/movement-schema.ts'
import type { DriveResults } from '../../server/drives/results-schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { DAY, done, newPhone, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let open: string[]
beforeAll(async () => {
  scene = await setScene({ cards: 4, umbrellas: 1, mugs: 1 })
  await print({ copies: 4 })
  open = (await list()).open.map(({ formId }) => formId)
  await scene.server.db
    .updateTable('staff_sessions')
    .set({ expires_at: new Date('2027-01-01') })
    .execute()
})
afterAll(() => scene[Symbol.asyncDispose]())

const print = async ({ copies, id = randomUUID() }: { copies: number; id?: string }) =>
  done(
    await scene.promoter.client.post<Static<typeof FormsNumbered>>(
      `/drives/${scene.driveId}/paper-forms`,
      { copies },
      { id },
    ),
  ).formIds
const pdfOf = (formIds: readonly string[], by = scene.promoter) =>
  by.client.get<Buffer>(
    `/drives/${scene.driveId}/application-form.pdf?language=en&forms=${formIds.join(',')}`,
  )
const list = async () =>
  done(await scene.promoter.client.get<Static<typeof PaperForms>>(`/drives/${scene.driveId}/paper-forms`))
const written = (card: number, part: object = {}) => ({
  boothId: scene.boothId,
  promoterId: scene.promoter.staffId,
  signedOn: DAY,
  name: '王小明',
  phone: newPhone(),
  sourceCode: 'radio',
  giftId: scene.umbrella.id,
  cardNumber: scene.cards[card]?.cardNumber,
  ...part,
})
const type = (form: number | string, body: object, { by = scene.promoter, id = randomUUID() } = {}) =>
  by.client.post<Static<typeof FormTyped>>(
    `/paper-forms/${typeof form === 'number' ? open[form] : form}/enrolment`,
    body,
    { id },
  )

describe('printing paper forms', () => {
  test('numbers them once, also when it is asked for twice, and reading their pages numbers none', async () => {
    const id = randomUUID()
    const formIds = await print({ copies: 2, id })
    expect(await print({ copies: 2, id })).toEqual(formIds)
    expect(String(done(await pdfOf(formIds)))).toContain('%PDF-1.7')
    done(await pdfOf(formIds))
    expect((await list()).printed).toBe(6)
    for (const formId of formIds)
      done(await scene.promoter.client.post(`/paper-forms/${formId}/put-aside`, { reason: 'test' }))
    expect(refusal(await pdfOf(formIds))).toEqual([409, 'form-used'])
  })

  test('is for the team, and only of forms of this drive', async () => {
    const stranger = await signIn(scene.server, ['promoter'])
    expect(refusal(await pdfOf(open, stranger))).toEqual([403, 'not-in-team'])
    expect(
      refusal(await stranger.client.post(`/drives/${scene.driveId}/paper-forms`, { copies: 1 })),
    ).toEqual([403, 'not-in-team'])
    expect(refusal(await pdfOf([...open, randomUUID()]))).toEqual([404, 'form-unknown'])
    expect((await pdfOf(['x'])).status).toBe(400)
  })
})

describe('a paper form', () => {
  test('is known by the number printed on it, and listed until it is typed in', async () => {
    expect(await list()).toMatchObject({ printed: 6, typed: 0, aside: 2 })
    const form = done(await scene.promoter.client.get<PaperForm>(`/paper-forms/${open[0]?.toUpperCase()}`))
    expect(form).toMatchObject({ driveId: scene.driveId, consentVersion: '2026-1', enrolmentId: null })
    const stranger = await signIn(scene.server, ['promoter'])
    expect(refusal(await stranger.client.get(`/paper-forms/${open[0]}`))).toEqual([403, 'not-in-team'])
  })

  test('becomes one enrolment of the paper’s day and promoter, with the consent text printed on it', async () => {
    scene.server.clock.set(new Date('2026-11-21T09:00:00+08:00'))
    const answers = await Promise.all([type(0, written(0)), type(0, written(1))])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(answers.map(refusal)).toContainEqual([409, 'form-used'])
    const row = await scene.server.db
      .selectFrom('enrolments')
      .innerJoin('shifts', 'shifts.id', 'shift_id')
      .select(['enrolled_at', 'staff_id', 'source_code', 'gift_id'])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({
      enrolled_at: new Date(`${DAY}T12:00:00+08:00`),
      staff_id: scene.promoter.staffId,
      source_code: 'radio',
      gift_id: scene.umbrella.id,
    })
    const now = await list()
    expect(now).toMatchObject({ typed: 1 })
    expect(now.open.map(({ formId }) => formId)).not.toContain(open[0])
  })

  test('is refused where it cannot be right, and stays open', async () => {
    const refusals: [object, [number, string]][] = [
      [written(2, { boothId: randomUUID() }), [404, 'booth-unknown']],
      [written(2, { promoterId: scene.manager.staffId }), [403, 'not-in-team']],
      [written(2, { signedOn: '2026-11-19' }), [422, 'drive-day-unknown']],
      [written(2, { signedOn: '2026-11-22' }), [422, 'drive-day-unknown']],
      [written(2, { giftId: randomUUID() }), [422, 'gift-not-offered']],
      [written(2, { sourceCode: 'tv' }), [422, 'source-unknown']],
      [written(2, { phone: '12345678901' }), [422, 'phone-invalid']],
    ]
    for (const [body, expected] of refusals) expect(refusal(await type(1, body))).toEqual(expected)
    expect(refusal(await type(randomUUID(), written(2)))).toEqual([404, 'form-unknown'])
    expect((await list()).typed).toBe(1)
  })

  test('books a gift that the person has already, also where the books have none left', async () => {
    done(await type(1, written(2)))
    const short = await scene.server.db.selectFrom('gift_shortages').select('gift_id').execute()
    expect(short).toEqual([{ gift_id: scene.umbrella.id }])
    const path = `/booths/${scene.boothId}/off-books?day=${DAY}`
    const { shortages } = done(await scene.manager.client.get<OffBooks>(path))
    expect(shortages).toMatchObject([{ gift: { nameEn: 'Umbrella' }, at: '2026-11-20T04:00:00.000Z' }])
    expect(refusal(await scene.promoter.client.get(path))[0]).toBe(403)
  })

  test('is put aside with a reason, and then not typed in', async () => {
    const aside = (by: Person) =>
      by.client.post(`/paper-forms/${open[2]}/put-aside`, { reason: 'coffee on it' })
    expect(refusal(await aside(await signIn(scene.server, ['promoter'])))).toEqual([403, 'not-in-team'])
    done(await aside(scene.promoter))
    expect(refusal(await aside(scene.promoter))).toEqual([409, 'form-used'])
    expect(refusal(await type(2, written(3)))).toEqual([409, 'form-used'])
    expect(await list()).toMatchObject({ printed: 6, typed: 2, aside: 3, open: [{ formId: open[3] }] })
  })

  test('typed in after its day was counted explains what that count missed', async () => {
    const [formId] = await print({ copies: 1 })
    const { promoter, manager, boothId, mug, server } = scene
    server.clock.set(new Date('2026-11-21T22:00:00+08:00'))
    const desk = await server.db.selectFrom('shifts').select('id').where('closed_at', 'is', null).execute()
    for (const { id } of desk) done(await manager.client.post(`/shifts/${id}/close`))
    const counted = await promoter.client.post<{ countId: string }>(`/booths/${boothId}/counts`, {
      day: '2026-11-21',
      lines: [
        { item: 'cards', counted: 1, why: 'lost' },
        { item: scene.umbrella.id, counted: 0, why: 'lost' },
        { item: mug.id, counted: 0, why: 'lost' },
      ],
    })
    const { countId } = done(counted)
    done(await manager.client.post(`/booth-counts/${countId}/sign`))
    const missing = async () => {
      const { variance } = done(await manager.client.get<DriveResults>(`/drives/${scene.driveId}/results`))
      return Object.fromEntries(variance.items.map(({ item, variance: pieces }) => [item, pieces]))
    }
    expect(await missing()).toMatchObject({ cards: -1, [mug.id]: -1 })
    server.clock.set(new Date('2026-11-22T09:00:00+08:00'))
    done(await type(formId ?? '', written(3, { signedOn: '2026-11-21', giftId: mug.id })))
    expect(await missing()).toMatchObject({ cards: 0, [mug.id]: 0 })
    const { lines } = done(await manager.client.get<BoothCount>(`/booth-counts/${countId}`))
    expect(lines.map(({ item, variance, late }) => [item, variance, late])).toContainEqual([mug.id, -1, 1])
    const path = `/booths/${boothId}/off-books?day=2026-11-21`
    const { late } = done(await manager.client.get<OffBooks>(path))
    expect(late).toHaveLength(2)
    expect(Object.fromEntries(late.map(({ gift, quantity }) => [gift?.nameEn ?? 'cards', quantity]))).toEqual(
      { Mug: 1, cards: 1 },
    )
  })
})
