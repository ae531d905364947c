import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoothMovements } from '../../server/drives/movement-schema.ts'
import type { BoothDesk } from '../../server/drives/booth-schema.ts'
import type { Static } from 'typebox'
import { signIn, type Person } from '../support/cards.ts'
import { done, DRAWN, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let colleague: Person
beforeAll(async () => {
  scene = await setScene({ cards: 4, umbrellas: 3, mugs: 2 })
  colleague = await signIn(scene.server, ['promoter'])
  done(await scene.manager.client.post(`/drives/${scene.driveId}/team`, { staffId: colleague.staffId }))
})
afterAll(() => scene[Symbol.asyncDispose]())

const change = (body: object, by = scene.promoter) =>
  by.client.post<{ giftChangeId: string }>(`/booths/${scene.boothId}/gift-changes`, {
    kind: 'gift-returned',
    giftId: scene.umbrella.id,
    reason: 'did not want it',
    ...body,
  })
const handOver = (body: object, by = scene.promoter) =>
  by.client.post<{ handoverId: string }>(`/booths/${scene.boothId}/handovers`, {
    toPromoterId: colleague.staffId,
    cards: 2,
    gifts: [{ giftId: scene.umbrella.id, quantity: 2 }],
    signatures: { from: DRAWN, to: { typedName: '李雷' } },
    ...body,
  })
const onHand = async () => {
  const desk = done(
    await scene.promoter.client.get<Static<typeof BoothDesk>>(`/booths/${scene.boothId}/desk`),
  )
  const of = (giftId: string) => desk.stock.gifts.find((gift) => gift.giftId === giftId)?.onHand
  return { umbrellas: of(scene.umbrella.id), mugs: of(scene.mug.id) }
}
const movements = async (by = scene.manager) =>
  done(await by.client.get<BoothMovements>(`/booths/${scene.boothId}/movements`))

describe('a gift that was handed out', () => {
  test('comes back whole and lies on the shelf again, once for an enrolment', async () => {
    const { enrolmentId } = done(await enrol(scene, form(scene, scene.cards[0])))
    expect(await onHand()).toEqual({ umbrellas: 2, mugs: 2 })
    const both = await Promise.all([change({ enrolmentId }), change({ enrolmentId })])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(both.map(refusal)).toContainEqual([409, 'gift-returned-already'])
    expect(await onHand()).toEqual({ umbrellas: 3, mugs: 2 })
  })

  test('is swapped for another; a faulty one is not given again', async () => {
    done(await change({ kind: 'gift-swapped', forGiftId: scene.mug.id, reason: 'wanted a mug' }))
    expect(await onHand()).toEqual({ umbrellas: 4, mugs: 1 })
    done(await change({ kind: 'gift-swapped', isFaulty: true, reason: 'torn' }))
    expect(await onHand()).toEqual({ umbrellas: 3, mugs: 1 })
  })

  test('that breaks on the shelf is gone, and none breaks where none is', async () => {
    const broken = { kind: 'gift-broken', giftId: scene.mug.id, reason: 'fell down' }
    done(await change(broken))
    expect(await onHand()).toEqual({ umbrellas: 3, mugs: 0 })
    expect(refusal(await change(broken))).toEqual([409, 'gift-out-of-stock'])
    expect(refusal(await change({ kind: 'gift-swapped', forGiftId: scene.mug.id }))).toEqual([
      409,
      'gift-out-of-stock',
    ])
    expect(await onHand()).toEqual({ umbrellas: 3, mugs: 0 })
  })

  test('is refused where it is none of the drive, or the enrolment is none, or somebody is not of the team', async () => {
    expect(refusal(await change({ giftId: randomUUID() }))).toEqual([422, 'gift-not-offered'])
    expect(refusal(await change({ enrolmentId: randomUUID() }))).toEqual([422, 'enrolment-elsewhere'])
    expect(refusal(await change({}, await signIn(scene.server, ['promoter'])))).toEqual([403, 'not-in-team'])
    expect(refusal(await change({ reason: ' ' }))).toEqual([400, 'input-invalid'])
  })

  test('stands in the day with its reason and who booked it', async () => {
    expect(
      (await movements()).giftChanges.map(({ kind, reason, isFaulty }) => [kind, reason, isFaulty]),
    ).toEqual([
      ['gift-returned', 'did not want it', false],
      ['gift-swapped', 'wanted a mug', false],
      ['gift-swapped', 'torn', true],
      ['gift-broken', 'fell down', true],
    ])
  })
})

describe('a hand-over', () => {
  let handoverId: string
  const read = (by: Person) => by.client.get(`/handovers/${handoverId}/signatures`)
  test('is signed by both, and says what each must hold until it is given to people', async () => {
    handoverId = done(await handOver({})).handoverId
    done(await colleague.client.post(`/booths/${scene.boothId}/shifts`))
    scene.server.clock.pass({ minutes: 5 })
    done(await enrol(scene, form(scene, scene.cards[1]), { by: colleague }))
    const { handovers, holders } = await movements(scene.promoter)
    expect(handovers).toMatchObject([
      { handoverId, from: { staffId: scene.promoter.staffId }, cards: 2, gifts: [{ quantity: 2 }] },
    ])
    expect(holders).toMatchObject([{ staffId: colleague.staffId, cards: 1, gifts: [{ quantity: 1 }] }])
    done(await handOver({ toPromoterId: scene.promoter.staffId, cards: 1, gifts: [] }, colleague))
    expect((await movements()).holders).toMatchObject([
      { staffId: scene.promoter.staffId },
      { staffId: colleague.staffId, cards: 0, gifts: [{ quantity: 1 }] },
    ])
  })

  test('keeps its signatures sealed; the office and the two who signed read them', async () => {
    expect(done(await read(scene.manager))).toEqual({ from: DRAWN, to: { typedName: '李雷' } })
    expect((await read(colleague)).status).toBe(200)
    const third = await signIn(scene.server, ['promoter'])
    done(await scene.manager.client.post(`/drives/${scene.driveId}/team`, { staffId: third.staffId }))
    expect(refusal(await read(third))).toEqual([403, 'not-in-team'])
    expect(refusal(await scene.manager.client.get(`/handovers/${randomUUID()}/signatures`))).toEqual([
      404,
      'handover-unknown',
    ])
    const row = await scene.server.db
      .selectFrom('booth_handovers')
      .select('sealed_signatures')
      .executeTakeFirst()
    expect(Buffer.from(row?.sealed_signatures ?? []).includes('李雷')).toBe(false)
  })

  test('writes down who looked at its signatures, and no look that was refused', async () => {
    const looks = async () =>
      (
        await scene.server.db
          .selectFrom('audit_entries')
          .select(['actor', 'subject'])
          .where('action', '=', 'handover.signatures-looked-at')
          .execute()
      ).map(({ actor, subject }) => `${actor} ${subject}`)
    const before = await looks()
    done(await read(scene.manager))
    const stranger = await signIn(scene.server, ['promoter'])
    expect((await read(stranger)).status).toBe(403)
    const after = await looks()
    expect(after).toHaveLength(before.length + 1)
    expect(after).toContain(`staff:${scene.manager.staffId} handover:${handoverId}`)
  })

  test('is refused to oneself, to strangers, of nothing, and of gifts that are none of the drive', async () => {
    expect(refusal(await handOver({ toPromoterId: scene.promoter.staffId }))).toEqual([
      422,
      'handover-to-self',
    ])
    expect(refusal(await handOver({ toPromoterId: randomUUID() }))).toEqual([403, 'not-in-team'])
    expect(refusal(await handOver({ cards: 0, gifts: [] }))).toEqual([422, 'handover-empty'])
    const twice = [1, 2].map((quantity) => ({ giftId: scene.mug.id, quantity }))
    expect(refusal(await handOver({ gifts: twice }))).toEqual([422, 'handover-empty'])
    expect(refusal(await handOver({ gifts: [{ giftId: randomUUID(), quantity: 1 }] }))).toEqual([
      422,
      'gift-not-offered',
    ])
    expect(refusal(await handOver({ signatures: { from: DRAWN } }))).toEqual([400, 'input-invalid'])
  })
})
