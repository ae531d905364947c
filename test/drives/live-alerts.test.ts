import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { alertsOf, type Watched } from '../../server/drives/live-alerts.ts'

const at = (time: string) => new Date(`2026-11-20T${time}:00+08:00`)
const pace = { onHand: 50, perHour: 0, runsOutAt: null }
const boothId = randomUUID()
const watched = (
  tablets: Watched['tablets'],
  { now = '12:00', openShifts = 1, cards = 50 } = {},
): Watched => ({
  now: at(now),
  opensAt: at('10:00'),
  closesAt: at('21:00'),
  booths: [
    {
      boothId,
      name: 'A',
      stock: { cards, gifts: [] },
      openShifts,
      enrolments: 3,
      lastEnrolmentAt: at('11:55').toISOString(),
      target: null,
      cards: { ...pace, onHand: cards },
      gifts: [],
      queue: null,
    },
  ],
  tablets,
  enrolled: 3,
  dueByNow: 3,
})
const heard = (time: string, name = 'T1', booth = boothId) => ({
  boothId: booth,
  name,
  lastHeardAt: at(time),
})

test('a tablet of a booth with somebody on shift that says nothing for a quarter of an hour is named, with the minutes', () => {
  expect(alertsOf(watched([heard('11:45'), heard('11:46', 'T2')]))).toEqual([
    { kind: 'tablet-silent', boothId, giftId: null, tabletName: 'T1', minutes: 15 },
  ])
})

test('nobody is told of a silent tablet where no one is on shift, outside the hours, or of a booth that is not shown', () => {
  expect(alertsOf(watched([heard('09:00')], { openShifts: 0 }))).toEqual([])
  expect(alertsOf(watched([heard('09:00')], { now: '21:00' }))).toEqual([])
  expect(alertsOf(watched([heard('09:00')], { now: '09:59' }))).toEqual([])
  expect(alertsOf(watched([heard('09:00', 'T1', randomUUID())]))).toEqual([])
})

test('a booth without a card is named before the doors open, and once they have closed no more', () => {
  const empty = { openShifts: 0, cards: 0 }
  expect(alertsOf(watched([], { ...empty, now: '09:00' }))).toMatchObject([{ kind: 'cards-short', boothId }])
  expect(alertsOf(watched([], { ...empty, now: '21:00' }))).toEqual([])
})
