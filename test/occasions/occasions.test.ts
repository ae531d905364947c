import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activitiesFor } from '../../server/occasions/activities.ts'
import { birthdaysOn, giveBirthdayPoints } from '../../server/occasions/birthdays.ts'
import { reminderToken } from '../../server/occasions/reminder-choice.ts'
import { remindOfExpiry } from '../../server/occasions/reminding.ts'
import { isCardNumber } from '../../server/cards/card-number.ts'
import { findOrAddMember } from '../../server/members/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, checkLedger, earnPoints } from '../../server/points/index.ts'
import type { Activities, CheckedIn } from '../../server/occasions/schema.ts'
import type { Static } from 'typebox'
import type { Work } from '../../server/platform/work.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
  await giveRules({
    earn: {
      birthdayPoints: 88,
      activities: [
        { code: 'launch', nameZh: '新品发布', nameEn: 'Launch', points: 30 },
        { code: 'fair', nameZh: '展销会', nameEn: 'Fair', points: 40 },
      ],
    },
    expiry: { kind: 'calendar-year', years: 0 },
    remindDays: 30,
  })
})
afterAll(() => mall[Symbol.asyncDispose]())

/** New rules of now, written past the two people that a version asks for. */
async function giveRules({ earn, ...more }: { earn: object } & Record<string, unknown>): Promise<void> {
  const { db, clock } = mall.server
  const last = await db
    .selectFrom('programme_versions')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  clock.pass({ minutes: 1 })
  const rules = last.rules as { earn: object }
  const next = JSON.stringify({ ...rules, ...more, earn: { ...rules.earn, ...earn } })
  await db
    .insertInto('programme_versions')
    .values({ ...last, version: last.version + 1, starts_at: clock.now(), rules: next } as never)
    .execute()
}

const asSystem = <T>(rule: (work: Work) => Promise<T>): Promise<T> =>
  inTransaction(mall.server.db, (tx) =>
    rule({ tx, now: mall.server.clock.now(), id: newId(), actor: { kind: 'system' } }),
  )

/** A card whose number can be typed: the mall's own have no check digit. */
async function cardInHand(...asked: Parameters<Mall['card']>): ReturnType<Mall['card']> {
  const { cardNumber: plain, memberId } = await mall.card(...asked)
  const cardNumber = withCheckDigit(plain)
  await mall.server.db
    .updateTable('cards')
    .set({ card_number: cardNumber })
    .where('card_number', '=', plain)
    .execute()
  return { cardNumber, memberId }
}

const withCheckDigit = (number: string): string => {
  for (let digit = 0; digit < 10; digit += 1) {
    const tried = `${number.slice(0, 5)}${number.slice(6)}${digit}`
    if (isCardNumber(tried)) return tried
  }
  throw new Error('one of ten digits is right')
}

const points = async (memberId: string): Promise<number> =>
  (await balanceOf(mall.server.db, memberId)).spendable

const open = (change: object = {}) =>
  mall.people['programme-manager'].post<{ activityId: string; code?: string }>('/activities', {
    programmeId: mall.programme.id,
    code: 'launch',
    fromDay: '2026-11-20',
    untilDay: '2026-11-21',
    ...change,
  })
const checkIn = (activityId: string, cardNumber: string) =>
  mall.people.promoter.post<CheckedIn & { code?: string }>(`/activities/${activityId}/check-ins`, {
    card: { kind: 'typed', cardNumber },
  })

describe('an activity', () => {
  let activityId: string
  beforeAll(async () => {
    activityId = (await open()).body.activityId
  })

  test('gives its points to a member who comes, once', async () => {
    const { cardNumber, memberId } = await cardInHand()
    expect(await checkIn(activityId, cardNumber)).toMatchObject({ status: 200, body: { points: 30 } })
    expect(await checkIn(activityId, cardNumber)).toMatchObject({ body: { code: 'checked-in-already' } })
    expect(await points(memberId)).toBe(30)
  })

  test('gives them once to fifty who check one card in at once', async () => {
    const { cardNumber, memberId } = await cardInHand()
    const answers = await Promise.all(Array.from({ length: 50 }, () => checkIn(activityId, cardNumber)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await points(memberId)).toBe(30)
  })

  test.each([
    ['that the rules do not know', { code: 'party' }, 'activity-not-in-rules'],
    ['whose last day is before its first', { untilDay: '2026-11-19' }, 'activity-days-wrong'],
    ['that is over', { fromDay: '2026-11-01', untilDay: '2026-11-02' }, 'activity-days-wrong'],
    ['beside one of its kind', { fromDay: '2026-11-21', untilDay: '2026-11-22' }, 'activity-open-already'],
    ['of no programme', { programmeId: newId() }, 'programme-unknown'],
  ])('is not opened %s', async (_, change, code) => {
    expect((await open(change)).body.code).toBe(code)
  })

  test('is opened by a manager only, and lists who came to the staff', async () => {
    const asked = {
      programmeId: mall.programme.id,
      code: 'launch',
      fromDay: '2027-01-01',
      untilDay: '2027-01-01',
    }
    expect((await mall.people.promoter.post('/activities', asked)).status).toBe(403)
    const listed = await mall.people.promoter.get<Static<typeof Activities>>('/activities')
    expect(listed.body.activities).toMatchObject([{ id: activityId, isOpen: true, points: 30, checkedIn: 2 }])
  })

  test('takes nobody in by a card that is stopped, unknown or nobody’s', async () => {
    const stopped = await cardInHand('gold', 'suspended')
    const nobodys = await cardInHand('gold', 'encoded')
    expect((await checkIn(activityId, stopped.cardNumber)).body.code).toBe('card-stopped')
    expect((await checkIn(activityId, nobodys.cardNumber)).body.code).toBe('card-without-member')
    expect((await checkIn(activityId, '9156999999999999')).body.code).toBe('card-not-genuine')
  })

  test('takes nobody in before, after and once it is closed', async () => {
    const { cardNumber } = await cardInHand()
    const later = (await open({ fromDay: '2026-11-25', untilDay: '2026-11-25' })).body.activityId
    expect((await checkIn(later, cardNumber)).body.code).toBe('activity-not-open')
    await mall.people['programme-manager'].post(`/activities/${activityId}/close`)
    expect((await checkIn(activityId, cardNumber)).body.code).toBe('activity-not-open')
    expect((await checkIn(newId(), cardNumber)).body.code).toBe('activity-unknown')
  })

  test('that was ended and opened anew gives nothing twice', async () => {
    const { activityId: first } = (await open()).body
    const [came, comes] = [await cardInHand(), await cardInHand()]
    expect((await checkIn(first, came.cardNumber)).status).toBe(200)
    await mall.people['programme-manager'].post(`/activities/${first}/close`)
    const { activityId: again } = (await open()).body
    expect((await checkIn(again, came.cardNumber)).body.code).toBe('checked-in-already')
    expect((await checkIn(again, comes.cardNumber)).status).toBe(200)
    expect([await points(came.memberId), await points(comes.memberId)]).toEqual([30, 30])
    const offered = async ({ memberId }: { memberId: string }) =>
      (await activitiesFor(mall.server.db, memberId, mall.server.clock.now())).map(({ id }) => id)
    expect([await offered(came), await offered(await cardInHand())]).toEqual([[], [again]])
  })

  test('that goes on another day, opened anew for what is left of it, gives nothing twice', async () => {
    const { promoter, 'programme-manager': manager } = mall.people
    const { clock } = mall.server
    const fair = { code: 'fair', untilDay: '2026-11-22' }
    const { activityId: first } = (await open(fair)).body
    const came = await cardInHand()
    expect((await checkIn(first, came.cardNumber)).status).toBe(200)
    await manager.post(`/activities/${first}/close`)
    const { activityId: onward } = (await open({ ...fair, fromDay: '2026-11-21' })).body
    const before = clock.now()
    clock.pass({ minutes: 24 * 60 })
    const password = 'a password for tests'
    await promoter.post('/staff/sign-in', { signInName: 'promoter', password })
    expect((await checkIn(onward, came.cardNumber)).body.code).toBe('checked-in-already')
    expect((await checkIn(onward, (await cardInHand()).cardNumber)).status).toBe(200)
    expect(await points(came.memberId)).toBe(40)
    clock.set(before)
  })
})

let phones = 0
const person = (birthday?: string) =>
  asSystem((work) =>
    findOrAddMember(work, mall.server.keys, {
      programmeId: mall.programme.id,
      level: 'gold',
      name: '王小明',
      phone: `139${String((phones += 1)).padStart(8, '0')}`,
      birthday,
    }),
  )
const greet = () => giveBirthdayPoints(mall.server.platform, mall.server.keys)

describe('a birthday', () => {
  test('of 29 February is kept on the 28th in a year without it', () => {
    expect(birthdaysOn('2027-02-28')).toEqual(['02-28', '02-29'])
    expect(birthdaysOn('2028-02-28')).toEqual(['02-28'])
    expect(birthdaysOn('2028-02-29')).toEqual(['02-29'])
    expect(birthdaysOn('2027-03-01')).toEqual(['03-01'])
  })

  test('brings points once a year, to whom it is known of, also some days later', async () => {
    const today = await person('1990-11-20')
    const earlier = await person('1985-11-16')
    const others = [await person('1990-11-21'), await person()]
    expect(await greet()).toBe(1) // who joined after their day has to wait for the next
    expect(await Promise.all([greet(), greet()])).toEqual([0, 0])
    expect(await points(today.memberId)).toBe(88)
    expect(await points(earlier.memberId)).toBe(0)
    for (const { memberId } of others) expect(await points(memberId)).toBe(0)
    mall.server.clock.set(new Date('2026-11-24T07:20:00+08:00'))
    expect(await greet()).toBe(1)
  })

  test('that was sealed before there was an index is found too', async () => {
    const { memberId } = await person('2000-11-24')
    await mall.server.db
      .updateTable('member_identities')
      .set({ birthday_index: null })
      .where('member_id', '=', memberId)
      .execute()
    await Promise.all([greet(), greet()])
    expect(await points(memberId)).toBe(88)
  })
})

const URL_OF_SHOP = 'https://card.example'
const remind = () =>
  remindOfExpiry({ ...mall.server.platform, keys: mall.server.keys, publicUrl: URL_OF_SHOP })

describe('points that end soon', () => {
  test('are told of once, to whoever has consented', async () => {
    const consented = await person()
    const silent = await person()
    const { db, clock } = mall.server
    const text = { version: 'v1', text_zh: '同意', text_en: 'I agree', created_at: clock.now() }
    await db.insertInto('consent_texts').values(text).execute()
    await db
      .insertInto('consents')
      .values({
        member_id: consented.memberId,
        id: newId(),
        text_version: 'v1',
        sealed_signature: Buffer.from('signed'),
        given_at: clock.now(),
      })
      .execute()
    for (const { memberId } of [consented, silent])
      await asSystem((work) =>
        earnPoints(work, {
          memberId,
          points: 120n,
          reason: 'welcome',
          reference: 'enrolment:1',
          happenedAt: work.now,
          expiresAt: new Date('2027-01-01T00:00:00+08:00'),
          part: 'welcome',
        }),
      )
    expect(await points(consented.memberId)).toBe(120)
    expect(await remind()).toBe(0)
    const { administrator } = mall.people
    const signIn = () =>
      administrator.post('/staff/sign-in', {
        signInName: 'administrator',
        password: 'a password for tests',
      })
    const want = async (isWanted: boolean) =>
      (await administrator.post(`/members/${consented.memberId}/reminders`, { isWanted })).status
    clock.set(new Date('2026-12-02T10:00:00+08:00'))
    await signIn()
    expect([await want(false), await want(false)]).toEqual([200, 200])
    expect(await remind()).toBe(0)
    expect(await want(true)).toBe(200)
    const [one, other] = await Promise.all([remind(), remind()])
    expect(one + other).toBe(1)
    clock.set(new Date('2026-12-20T10:00:00+08:00'))
    expect(await remind()).toBe(0)
    await signIn()
    const { body } = await administrator.get<{ messages: { text: string }[] }>('/messages')
    expect(body.messages).toHaveLength(1)
    expect(body.messages[0]?.text).toContain(
      '120 of your points are about to end, the first of them after 2026-12-31',
    )
    expect((await checkLedger(db)).isBalanced).toBe(true)

    const token = /https:\/\/card\.example\/t#r=(\S+)$/.exec(body.messages[0]?.text ?? '')?.[1] ?? ''
    expect(token).toBe(reminderToken(mall.server.keys, consented.memberId))
    const phone = mall.server.client()
    const path = `/members/${consented.memberId}/reminders`
    expect((await phone.post('/reminders/look-up', { token })).body).toEqual({ isWanted: true })
    for (const isWanted of [false, false, true])
      expect((await phone.post('/reminders/choice', { token, isWanted })).body).toEqual({ isWanted })
    expect((await phone.post('/reminders/choice', { token, isWanted: false })).status).toBe(200)
    expect((await administrator.get(path)).body).toEqual({ isWanted: false })
    const entries = await db
      .selectFrom('audit_entries')
      .select(['action', 'actor'])
      .where('subject', '=', `member:${consented.memberId}`)
      .where('action', 'like', 'reminders.%')
      .where('actor', '=', 'public')
      .execute()
    expect(entries.map(({ action }) => action)).toEqual([
      'reminders.refused',
      'reminders.wanted',
      'reminders.refused',
    ])
    const [ownId, ownMark] = token.split('~')
    const others = reminderToken(mall.server.keys, silent.memberId)
    for (const forged of [
      `${ownId}~${others.split('~')[1]}`,
      `${others.split('~')[0]}~${ownMark}`,
      `${ownId}~${'A'.repeat(22)}`,
    ])
      for (const [route, more] of [
        ['look-up', {}],
        ['choice', { isWanted: true }],
      ] as const)
        expect(await phone.post(`/reminders/${route}`, { token: forged, ...more })).toMatchObject({
          status: 404,
          body: { code: 'reminder-unknown' },
        })
  })
})
