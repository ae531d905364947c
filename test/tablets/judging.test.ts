import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLedger } from '../../server/points/index.ts'
import type { Conflicts, HeldTexts, KeptPerson, Tablet as Shown } from '../../server/tablets/office-schema.ts'
import type { Static } from 'typebox'
import { done, enrol, form, newPhone, refusal, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { saveQueue } from './saved-queue.ts'
import { ask, lateForm, pairTablet, provisionOf, send, write, type Tablet } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 40, umbrellas: 30, mugs: 1 })
})
afterAll(() => scene[Symbol.asyncDispose]())

let next = 0
const card = () => {
  const [one] = scene.cards.slice((next += 1) - 1)
  if (!one) throw new Error('the scene has too few cards')
  return one
}
const by = () => scene.promoter.staffId

const report = async (tablet: Tablet) => {
  const { body } = await scene.manager.client.get<Conflicts>(`/drives/${scene.driveId}/tablet-conflicts`)
  return body.conflicts
    .filter(({ tabletId }) => tabletId === tablet.id)
    .toSorted((a, b) => (a.entryNumber ?? 0) - (b.entryNumber ?? 0))
}
const told = async (tablet: Tablet) =>
  (await report(tablet)).map(({ entryNumber, kind, action, todo }) => [entryNumber, kind, action, todo])

/** Sends one enrolment by itself. @returns its verdict and its id */
async function enrolLate(body: object, tablet?: Tablet) {
  const by1 = tablet ?? (await pairTablet(scene))
  const id = write(by1, { promoterId: by(), body })
  const { verdicts } = done(await send(by1, by1.chain.length - 1))
  return { tablet: by1, id, verdict: verdicts[0] }
}

const enrolmentOf = (id: string) =>
  scene.server.db
    .selectFrom('enrolments')
    .select(['outcome', 'card_number', 'gift_id', 'enrolled_at', 'handed_by_means'])
    .where('id', '=', id)
    .executeTakeFirst()

describe('nobody and no card is lost when', () => {
  test('the same phone was enrolled at two booths: the second is linked, the gift out of the hand is booked', async () => {
    const phone = newPhone()
    await enrolLate(lateForm(scene, card().cardNumber, { phone }))
    const { tablet, id, verdict } = await enrolLate(lateForm(scene, card().cardNumber, { phone }))
    expect(verdict).toMatchObject({ verdict: 'accepted', reason: 'known-member', action: 'gift-booked' })
    expect(await told(tablet)).toEqual([[1, 'known-member', 'gift-booked', null]])
    expect(await enrolmentOf(id)).toMatchObject({ outcome: 'known-member', gift_id: scene.umbrella.id })
  })

  test('more gifts were given than the books had: the shortage is a row of its own and is expected in the evening', async () => {
    const mug = { giftId: scene.mug.id }
    await enrolLate(lateForm(scene, card().cardNumber, mug))
    const { tablet, id } = await enrolLate(lateForm(scene, card().cardNumber, mug))
    expect(await told(tablet)).toEqual([[1, 'gift-short', 'booked-short', null]])
    expect(await enrolmentOf(id)).toMatchObject({ outcome: 'new-member', gift_id: scene.mug.id })
    const { db, clock } = scene.server
    const { expectedAt } = await import('../../server/gifts/index.ts')
    const booth = await db
      .selectFrom('booths')
      .select('place_id')
      .where('id', '=', scene.boothId)
      .executeTakeFirstOrThrow()
    const expected = await expectedAt(db, booth.place_id, clock.now())
    expect(expected.find(({ giftId }) => giftId === scene.mug.id)?.pieces).toBe(-1)
  })

  test('the card is somebody else’s by now: the person is a member, and a clerk gives them another', async () => {
    const given = card()
    done(await enrol(scene, form(scene, given)))
    const { tablet, id, verdict } = await enrolLate(lateForm(scene, given.cardNumber))
    expect(verdict).toMatchObject({ reason: 'card-already-given', action: 'needs-card' })
    expect(await enrolmentOf(id)).toMatchObject({ outcome: 'new-member', card_number: null })
    const [conflict] = await report(tablet)
    const path = `/tablet-conflicts/${conflict?.id}`
    const fresh = { card: { kind: 'typed', cardNumber: card().cardNumber } }
    expect(refusal(await scene.promoter.client.post(`${path}/card`, fresh))).toEqual([403, 'not-allowed'])
    const taken = { card: { kind: 'typed', cardNumber: given.cardNumber } }
    expect(refusal(await scene.manager.client.post(`${path}/card`, taken))).toEqual([
      409,
      'card-already-given',
    ])
    done(await scene.manager.client.post(`${path}/card`, fresh))
    expect(await enrolmentOf(id)).toMatchObject({ card_number: fresh.card.cardNumber })
    expect((await report(tablet))[0]).toMatchObject({ doneBy: { staffId: scene.manager.staffId } })
    const again = { card: { kind: 'typed', cardNumber: card().cardNumber } }
    expect(refusal(await scene.manager.client.post(`${path}/card`, again))).toEqual([
      409,
      'enrolment-has-card',
    ])
    done(await scene.manager.client.post(`${path}/undone`))
    expect((await report(tablet))[0]?.doneAt).toBeNull()
  })

  test('the card is their own from before, is unknown, was not given, or lies at no booth of the drive', async () => {
    const given = card()
    const phone = newPhone()
    const tablet = await pairTablet(scene)
    await enrolLate(lateForm(scene, given.cardNumber, { phone, giftId: null }), tablet)
    await enrolLate(lateForm(scene, given.cardNumber, { phone, giftId: null }), tablet)
    await enrolLate(lateForm(scene, '9156000000000000', { giftId: null }), tablet)
    await enrolLate(lateForm(scene, undefined, { giftId: null }), tablet)
    const away = card()
    await scene.server.db
      .updateTable('cards')
      .set({ place_id: scene.storeRoomId })
      .where('card_number', '=', away.cardNumber)
      .execute()
    await enrolLate(lateForm(scene, away.cardNumber, { giftId: null }), tablet)
    expect(await told(tablet)).toEqual(
      expect.arrayContaining([
        [2, 'card-already-given', 'theirs-already', null],
        [2, 'known-member', 'linked', null],
        [3, 'card-not-genuine', 'needs-card', 'give-card'],
        [4, 'card-missing', 'needs-card', 'give-card'],
        [5, 'card-elsewhere', 'needs-card', 'give-card'],
      ]),
    )
    expect(await report(tablet)).toHaveLength(5)
  })

  test('a tap is days old and the card was tapped since: it still says which card it was, and raises no alarm', async () => {
    const given = card()
    const uri = await given.tap()
    const later = await given.tap()
    await scene.promoter.client.post('/taps', { uri: later })
    await scene.server.db
      .updateTable('cards')
      .set({ sun_counter: 99 })
      .where('card_number', '=', given.cardNumber)
      .execute()
    const { tablet, id } = await enrolLate(lateForm(scene, undefined, { card: { kind: 'tap', uri } }))
    expect(await told(tablet)).toEqual([])
    expect(await enrolmentOf(id)).toMatchObject({ card_number: given.cardNumber, handed_by_means: 'typed' })
  })

  test('the promoter had no shift, has left the team, or nobody knows them', async () => {
    const stranger = await signIn(scene.server, ['promoter'])
    const tablet = await pairTablet(scene, scene.otherBoothId)
    const enrolBy = (promoterId: string) =>
      write(tablet, { promoterId, body: lateForm(scene, card().cardNumber, { giftId: null }) })
    enrolBy(by()) // has a shift at the first booth only
    write(tablet, { kind: 'shift-opened', promoterId: stranger.staffId })
    enrolBy(stranger.staffId)
    enrolBy('0190a5b0-0000-7000-8000-000000000000')
    write(tablet, { kind: 'shift-closed', promoterId: stranger.staffId })
    const { verdicts } = done(await send(tablet))
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(5).fill('accepted'))
    expect((await told(tablet)).map(([number, kind]) => [number, kind])).toEqual(
      expect.arrayContaining([
        [1, 'promoter-without-shift'],
        [1, 'card-of-another-booth'],
        [2, 'promoter-not-in-team'],
        [3, 'promoter-not-in-team'],
        [4, 'promoter-unknown'],
        [4, 'promoter-without-shift'],
        [5, 'promoter-not-in-team'],
      ]),
    )
  })

  test('the form cannot make a member: it is kept sealed, and becomes one when a clerk has corrected it', async () => {
    const given = card()
    const { tablet, id, verdict } = await enrolLate(
      lateForm(scene, given.cardNumber, { phone: '12345678901', name: '司马光' }),
    )
    expect(verdict).toMatchObject({ verdict: 'refused', reason: 'phone-invalid', action: 'kept-to-complete' })
    expect(await enrolmentOf(id)).toBeUndefined()
    const stored = await scene.server.db
      .selectFrom('tablet_people')
      .select(['sealed_form', 'gift_booked'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(stored.gift_booked).toBe(true)
    expect(Buffer.from(stored.sealed_form ?? []).toString('latin1')).not.toContain('12345678901')
    expect(JSON.stringify(await report(tablet))).not.toMatch(/司马光|12345678901/)

    expect((await scene.promoter.client.get(`/tablet-people/${id}`)).status).toBe(403)
    const person = done(await scene.manager.client.get<KeptPerson>(`/tablet-people/${id}`))
    expect(person).toMatchObject({ name: '司马光', phone: '12345678901' })
    const path = `/tablet-people/${id}/complete`
    const corrected = { name: '司马光', sourceCode: 'radio' }
    expect(refusal(await scene.manager.client.post(path, { ...corrected, phone: '12345678902' }))).toEqual([
      422,
      'phone-invalid',
    ])
    const phone = newPhone()
    expect(done(await scene.manager.client.post(path, { ...corrected, phone }))).toMatchObject({
      cardNumber: given.cardNumber,
    })
    expect(await enrolmentOf(id)).toMatchObject({ outcome: 'new-member', gift_id: scene.umbrella.id })
    expect(refusal(await scene.manager.client.post(path, { ...corrected, phone }))).toEqual([
      404,
      'person-unknown',
    ])
    expect(await told(tablet)).toEqual([[1, 'phone-invalid', 'kept-to-complete', 'complete-person']])
    expect((await report(tablet))[0]?.doneAt).not.toBeNull()
    const pieces = await scene.server.db
      .selectFrom('gift_movements')
      .select('id')
      .where('reference', '=', `enrolment:${id}`)
      .execute()
    expect(pieces).toHaveLength(1)
    expect(scene.server.log.join('')).not.toMatch(/司马光|12345678901/)
  })

  test('the clock of the tablet is three days slow: times are corrected, and it is told once', async () => {
    const { clock } = scene.server
    const tablet = await pairTablet(scene)
    tablet.offsetMs = -3 * 86_400_000
    clock.pass({ minutes: 30 })
    const earlier = new Date(clock.now().getTime() + tablet.offsetMs - 10 * 60_000)
    const body = lateForm(scene, card().cardNumber, { giftId: null })
    const id = write(tablet, { promoterId: by(), body, madeAt: earlier })
    write(tablet, { kind: 'shift-opened', promoterId: by() })
    done(await send(tablet, 0, 1))
    done(await send(tablet))
    expect(await told(tablet)).toEqual([[1, 'clock-off', 'corrected', null]])
    const { enrolled_at: at } = (await enrolmentOf(id)) ?? {}
    expect(at).toEqual(new Date(clock.now().getTime() - 10 * 60_000))
  })

  test('a gift came back, was swapped or broke, and goods went from hand to hand', async () => {
    const tablet = await pairTablet(scene)
    const colleague = await signIn(scene.server, ['promoter'])
    done(await scene.manager.client.post(`/drives/${scene.driveId}/team`, { staffId: colleague.staffId }))
    const giftId = scene.umbrella.id
    write(tablet, { kind: 'gift-returned', promoterId: by(), body: { giftId, reason: 'changed her mind' } })
    write(tablet, { kind: 'gift-broken', promoterId: by(), body: { giftId, reason: 'fell' } })
    write(tablet, {
      kind: 'gift-swapped',
      promoterId: by(),
      body: { giftId, forGiftId: scene.mug.id, reason: 'wanted a mug' },
    })
    const signatures = { from: { typedName: '甲' }, to: { typedName: '乙' } }
    const handed = { toPromoterId: colleague.staffId, cards: 3, gifts: [{ giftId, quantity: 2 }], signatures }
    write(tablet, { kind: 'handover', promoterId: by(), body: handed })
    const { verdicts } = done(await send(tablet))
    expect(verdicts.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['accepted', undefined],
      ['accepted', undefined],
      ['accepted', 'gift-short'],
      ['accepted', undefined],
    ])
  })
})

describe('a tablet that is revoked', () => {
  test('gets nothing in; its saved queue is handed in by the office and judged there, once', async () => {
    const tablet = await pairTablet(scene)
    const { exportKey } = await provisionOf(tablet)
    const ids = [card(), card()].map(({ cardNumber }) =>
      write(tablet, { promoterId: by(), body: lateForm(scene, cardNumber, { giftId: null }) }),
    )
    done(await send(tablet, 0, 1))
    done(await scene.manager.client.post(`/tablets/${tablet.id}/revoke`))
    expect(refusal(await send(tablet))).toEqual([403, 'tablet-revoked'])
    expect(refusal(await ask(tablet, { path: '/provision' }))).toEqual([403, 'tablet-revoked'])

    const queue = saveQueue(tablet, exportKey)
    const [path, other] = [`/tablets/${tablet.id}`, await pairTablet(scene)]
    expect(refusal(await scene.manager.client.post(`/tablets/${other.id}/queues`, queue))).toEqual([
      422,
      'queue-of-another',
    ])
    const torn = { ...queue, entries: queue.entries.map((entry) => ({ ...entry, number: entry.number + 1 })) }
    expect(done(await scene.manager.client.post(`${path}/queues`, torn))).toEqual({
      held: 0,
      known: 0,
      unreadable: 2,
    })
    expect(done(await scene.manager.client.post(`${path}/queues`, queue))).toEqual({
      held: 1,
      known: 1,
      unreadable: 0,
    })
    expect(done(await scene.manager.client.post(`${path}/held/judge`))).toEqual({
      accepted: 1,
      duplicate: 0,
      refused: 0,
      left: 0,
    })
    expect(await enrolmentOf(ids[1] ?? '')).toMatchObject({ outcome: 'new-member' })
    expect(done(await scene.manager.client.post(`${path}/queues`, queue))).toMatchObject({ held: 0 })
    const { held } = done(await scene.manager.client.get<Static<typeof HeldTexts>>(`${path}/held`))
    expect(held).toMatchObject([{ because: 'exported', settledAs: 'accepted', isSigned: true }])
  })

  test('or lost is known by number: cards that were handed to it less those that came in', async () => {
    const tablet = await pairTablet(scene)
    const path = `/tablets/${tablet.id}`
    done(await scene.manager.client.post(`${path}/cards`, { quantity: 20 }))
    expect(refusal(await scene.manager.client.post(`${path}/cards`, { quantity: -21 }))).toEqual([
      409,
      'fewer-cards-handed',
    ])
    await enrolLate(lateForm(scene, card().cardNumber, { giftId: null }), tablet)
    const shown = done(await scene.manager.client.get<Shown>(path))
    expect(shown).toMatchObject({ cardsHanded: 20, cardsAccounted: 1, accepted: 1, waiting: 0 })
  })
})

test('the report is a spreadsheet too, and the ledger balances', async () => {
  const answer = await scene.manager.client.get<Buffer>(`/drives/${scene.driveId}/tablet-conflicts.csv`)
  expect(String(answer.body)).toContain('gift-short')
  expect(await checkLedger(scene.server.db)).toMatchObject({ isBalanced: true })
})
