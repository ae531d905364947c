import { describe, expect, test } from 'vitest'
import type { Drive } from '../../kiosk/api/drives.ts'
import type { Progress, Run } from '../../kiosk/api/encoding.ts'
import { dayShown, stateOn } from '../../kiosk/office/drives/drive-days.ts'
import { cardsPerHour } from '../../kiosk/office/encoding/pace.ts'
import { stepsDone, stepsOf, taskOf } from '../../kiosk/office/encoding/steps.ts'
import { searchFor } from '../../kiosk/office/members/search-for.ts'
import { dayAfter, shopDay } from '../../kiosk/office/shop-day.ts'

describe('what is typed to find a member', () => {
  test('is a card number when it has its sixteen digits, with or without gaps', () => {
    expect(searchFor('9156 0130 0958 8738')).toEqual({ cardNumber: '9156013009588738' })
  })
  test('is a mobile number when it has its eleven digits, with or without +86', () => {
    expect(searchFor('138 1234 5678')).toEqual({ phone: '13812345678' })
    expect(searchFor('+86-13812345678')).toEqual({ phone: '+8613812345678' })
  })
  test.each(['', '138123456', '915601300958873', '6225013009588738', '王小明'])(
    'is nothing to ask the server with while it is %j',
    (typed) => expect(searchFor(typed)).toBeUndefined(),
  )
})

describe('the shop’s day', () => {
  test('begins at midnight in Shanghai', () => {
    expect(shopDay(new Date('2026-11-20T15:59:59Z'))).toBe('2026-11-20')
    expect(shopDay(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
  })
  test('is followed by the next one over the ends of months and years', () => {
    expect(dayAfter('2028-02-28')).toBe('2028-02-29')
    expect(dayAfter('2026-12-31')).toBe('2027-01-01')
  })
})

const day = (text: string) => ({ day: text, opensAt: '10:00', closesAt: '21:00' })

describe('a drive', () => {
  const drive = { days: [day('2026-11-20'), day('2026-11-22')] } as Drive

  test('is on on its days, planned before and between them, and over afterwards', () => {
    expect(stateOn(drive, '2026-11-19')).toBe('planned')
    expect(stateOn(drive, '2026-11-20')).toBe('today')
    expect(stateOn(drive, '2026-11-21')).toBe('planned')
    expect(stateOn(drive, '2026-11-22')).toBe('today')
    expect(stateOn(drive, '2026-11-23')).toBe('over')
  })
  test('is shown on its latest day that has come', () => {
    expect(dayShown(drive, '2026-11-01')).toBe('2026-11-20')
    expect(dayShown(drive, '2026-11-21')).toBe('2026-11-20')
    expect(dayShown(drive, '2027-01-01')).toBe('2026-11-22')
  })
})

describe('the card on the reader', () => {
  const withStripe = stepsOf({ stripeName: 'Desk stripe writer' } as Run, 'ntag424-dna')

  test('goes through the stripe’s steps only where there is a writer', () => {
    expect(withStripe.slice(-2)).toEqual(['write-stripe', 'read-stripe'])
    expect(stepsOf({ stripeName: null } as Run, 'ntag424-dna')).not.toContain('write-stripe')
  })
  test('has every step behind it when it is finished, and none before it is read', () => {
    expect(stepsDone(withStripe, 'finished')).toBe(withStripe.length)
    expect(stepsDone(withStripe, 'authenticate')).toBe(2)
    expect(stepsDone(withStripe, 'waiting-for-card')).toBe(0)
    expect(stepsDone(withStripe, null)).toBe(0)
  })
  test('tells the hands what to do', () => {
    expect(
      [null, 'waiting-for-card', 'change-keys', 'write-stripe', 'finished', 'spoiled'].map(taskOf),
    ).toEqual(['put', 'put', 'wait', 'swipe', 'take', 'spoiled'])
  })
})

const card = (second: number, outcome: 'encoded' | 'spoiled' = 'encoded') => ({
  outcome,
  at: new Date(Date.UTC(2026, 10, 20, 3, 0, second)).toISOString(),
})

const pace = (cards: readonly ReturnType<typeof card>[]) =>
  cardsPerHour(cards.toReversed() as unknown as Progress['latest'])

describe('the pace of encoding', () => {
  test('is not guessed from fewer than three cards', () => {
    expect(pace([card(0), card(10)])).toBeUndefined()
  })
  test('counts finished cards, and no spoiled one', () => {
    expect(pace([card(0), card(10), card(15, 'spoiled'), card(20), card(30)])).toBe(360)
  })
  test('leaves out a break', () => {
    expect(pace([card(0), card(10), card(20), card(1_000), card(1_010)])).toBe(360)
  })
})
