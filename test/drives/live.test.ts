import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DriveLive } from '../../server/drives/live-schema.ts'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { listen } from '../support/stations.ts'
import { DAY, done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 8, umbrellas: 20, mugs: 1 })
  const { version, plan } = done(await scene.manager.client.get<PlanNow>(`/drives/${scene.driveId}/plan`))
  done(
    await scene.manager.client.post(`/drives/${scene.driveId}/plan`, {
      seenVersion: version,
      reason: 'targets',
      plan: {
        ...plan,
        targets: [
          { boothId: scene.boothId, day: DAY, target: 80 },
          { boothId: scene.otherBoothId, day: DAY, target: 30 },
        ],
      },
    }),
  )
})
afterAll(() => scene[Symbol.asyncDispose]())

const live = async () =>
  done(await scene.manager.client.get<DriveLive>(`/drives/${scene.driveId}/live?day=${DAY}`))
const boothLive = async () => (await live()).booths.find(({ boothId }) => boothId === scene.boothId)
const at = (time: string) => scene.server.clock.set(new Date(`${DAY}T${time}:00+08:00`))
const say = (waiting: number, boothId = scene.boothId) =>
  scene.promoter.client.post(`/booths/${boothId}/queue`, { waiting })
const kinds = async () => (await live()).alerts.map(({ kind, boothId }) => [kind, boothId])

describe('the live board', () => {
  test('spreads the day’s target over its hours and is silent as long as all is well', async () => {
    expect(await live()).toMatchObject({
      dayTarget: 110,
      hourTarget: 10,
      dueByNow: 0,
      opensAt: '10:00',
      closesAt: '21:00',
      alerts: [],
    })
  })

  test('says when cards and gifts run out if they go on as in the last two hours', async () => {
    at('10:10')
    done(await enrol(scene, form(scene, scene.cards[0])))
    at('10:30')
    done(await enrol(scene, form(scene, scene.cards[1])))
    at('10:40')
    done(await enrol(scene, form(scene, scene.cards[2], { giftId: null, sourceCode: 'friend' })))
    const booth = await boothLive()
    expect(booth?.cards).toEqual({ onHand: 5, perHour: 6, runsOutAt: '2026-11-20T03:30:00.000Z' })
    expect(booth?.gifts.find(({ giftId }) => giftId === scene.umbrella.id)).toMatchObject({
      onHand: 18,
      perHour: 4,
      runsOutAt: '2026-11-20T07:10:00.000Z',
    })
    expect(booth?.gifts.find(({ giftId }) => giftId === scene.mug.id)).toMatchObject({
      perHour: 0,
      runsOutAt: null,
    })
    expect((await live()).people).toMatchObject([{ staffId: scene.promoter.staffId, enrolments: 3 }])
  })

  test('warns of what runs out before closing time, of silence, and of a target out of sight', async () => {
    expect(await kinds()).toEqual([
      ['behind-target', null],
      ['cards-short', scene.boothId],
      ['gift-short', scene.boothId],
    ])
    at('11:15')
    const { alerts } = await live()
    expect(alerts.find(({ kind }) => kind === 'no-enrolments')).toMatchObject({
      boothId: scene.boothId,
      minutes: 35,
    })
    at('21:30')
    expect(await kinds()).toEqual([])
    at('10:45')
  })

  test('reckons the wait from the people that somebody saw and the time between enrolments', async () => {
    expect((await boothLive())?.queue).toBeNull()
    done(await say(4))
    expect((await boothLive())?.queue).toMatchObject({ waiting: 4, minutes: 60 })
    expect((await live()).alerts.find(({ kind }) => kind === 'queue-long')?.minutes).toBe(60)
    done(await say(0))
    expect((await boothLive())?.queue).toMatchObject({ waiting: 0, minutes: 0 })
    expect(refusal(await say(1, randomUUID()))).toEqual([404, 'booth-unknown'])
    expect(refusal(await say(-1))).toEqual([400, 'input-invalid'])
  })

  test('hears of an enrolment within two seconds', async () => {
    const url = await listen(scene.server)
    const stop = new AbortController()
    const answer = await fetch(`${url}/api/v1/events?topic=drive:${scene.driveId}`, {
      headers: { cookie: scene.manager.client.cookie() },
      signal: stop.signal,
    })
    expect(answer.status).toBe(200)
    const heard = (async () => {
      let text = ''
      for await (const part of answer.body ?? []) {
        text += Buffer.from(part).toString()
        if (text.includes('enrolled')) return performance.now()
      }
      throw new Error('the line ended')
    })()
    const began = performance.now()
    done(await enrol(scene, form(scene, scene.cards[3])))
    expect((await heard) - began).toBeLessThan(2_000)
    stop.abort()
  })
})
