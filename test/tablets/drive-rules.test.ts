import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { conflictsOf, lateForm, pairTablet, provisionOf, send, write } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 8, umbrellas: 8, mugs: 8 })
})
afterAll(() => scene[Symbol.asyncDispose]())

const at = (time: string) => new Date(`2026-11-${time}:00+08:00`)
const cardNumber = (index: number) => scene.cards[index]?.cardNumber

async function keepMugsFrom(levels: string[]) {
  const path = `/drives/${scene.driveId}/plan`
  const { plan, version } = done(await scene.manager.client.get<PlanNow>(path))
  const gifts = plan.gifts.map((rule) => (rule.giftId === scene.mug.id ? { ...rule, levels } : rule))
  done(
    await scene.manager.client.post(path, { seenVersion: version, reason: 'few', plan: { ...plan, gifts } }),
  )
}

test('a gift that was given against its rule of levels is booked, and the report has a row of it', async () => {
  await keepMugsFrom(['diamond'])
  const tablet = await pairTablet(scene)
  const [promoterId, mug] = [scene.promoter.staffId, { giftId: scene.mug.id }]
  const first = write(tablet, { promoterId, body: lateForm(scene, cardNumber(0), mug) })
  write(tablet, { promoterId, body: lateForm(scene, undefined, mug) })
  write(tablet, { promoterId, body: lateForm(scene, cardNumber(1)) })
  done(await send(tablet))
  await keepMugsFrom(['gold', 'diamond'])
  write(tablet, { promoterId, body: lateForm(scene, cardNumber(2), mug) })
  done(await send(tablet))
  expect(await conflictsOf(scene)).toEqual([
    [1, 'gift-not-for-level', 'booked', null],
    [2, 'card-missing', 'needs-card', 'give-card'],
  ])
  const enrolment = await scene.server.db
    .selectFrom('enrolments')
    .select(['gift_id', 'card_number'])
    .where('id', '=', first)
    .executeTakeFirst()
  expect(enrolment).toEqual({ gift_id: scene.mug.id, card_number: cardNumber(0) })
})

test('two hours after its last day a drive is over: who comes in later is a member with card and gift, and is reported', async () => {
  const tablet = await pairTablet(scene)
  const { drive, welcomePoints } = await provisionOf(tablet)
  expect(drive.endsAt).toBe(new Date('2026-11-21T23:00:00+08:00').toISOString())
  expect(welcomePoints).toBeGreaterThan(0)
  const { clock, db } = scene.server
  clock.pass({ minutes: (Date.parse('2026-11-22T12:00:00+08:00') - clock.now().getTime()) / 60_000 })
  const promoterId = scene.promoter.staffId
  const times = [at('21T22:59'), at('21T23:01'), at('22T11:00')]
  const ids = times.map((madeAt, index) =>
    write(tablet, { promoterId, body: lateForm(scene, cardNumber(3 + index)), madeAt }),
  )
  const { verdicts } = done(await send(tablet))
  expect(verdicts.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['accepted', undefined],
    ['accepted', 'after-drive-end'],
    ['accepted', 'after-drive-end'],
  ])
  const enrolled = await db
    .selectFrom('enrolments')
    .select(['card_number', 'gift_id', 'outcome'])
    .where('id', 'in', ids)
    .orderBy('enrolled_at')
    .execute()
  expect(enrolled).toEqual(
    [3, 4, 5].map((index) => ({
      card_number: cardNumber(index),
      gift_id: scene.umbrella.id,
      outcome: 'new-member',
    })),
  )
  const ends = await db
    .selectFrom('tablet_conflicts')
    .select(['entry_number', 'details'])
    .where('kind', '=', 'after-drive-end')
    .orderBy('entry_number')
    .execute()
  expect(ends).toEqual([
    { entry_number: 2, details: { day: '2026-11-21', end: drive.endsAt } },
    { entry_number: 3, details: { day: '2026-11-22', end: drive.endsAt } },
  ])
})
