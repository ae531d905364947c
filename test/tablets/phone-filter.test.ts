import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { addToBloom, emptyBloom, isInBloom } from '../../server/tablets/bloom.ts'
import { buildPhoneFilter } from '../../server/tablets/phone-filter.ts'
import type { PhoneFilter } from '../../server/tablets/schema.ts'
import { done, enrol, form, setScene } from '../drives/scene.ts'
import { ask, pairTablet } from './tablet.ts'

const phone = (n: number): string => `139${String(n).padStart(8, '0')}`
const markWith = (key: Uint8Array, digits: string): Uint8Array =>
  createHmac('sha256', key).update(digits).digest().subarray(0, 8)

test('a filter of 50,000 phones misses none of them, and takes about one stranger in a hundred for known', () => {
  const key = randomBytes(32)
  const known = 50_000
  const bloom = emptyBloom(known)
  for (let n = 0; n < known; n += 1) addToBloom(bloom, markWith(key, phone(n)))
  let missed = 0
  for (let n = 0; n < known; n += 1) if (!isInBloom(bloom, markWith(key, phone(n)))) missed += 1
  let mistaken = 0
  for (let n = known; n < 2 * known; n += 1) if (isInBloom(bloom, markWith(key, phone(n)))) mistaken += 1
  expect(missed).toBe(0)
  expect(mistaken / known).toBeLessThan(0.013)
  expect(bloom.filter.length).toBe(60_000) // so a million take 1.2 MB
})

test('a tablet gets the filter once and is told when it has not changed; members of before there were marks are in it too', async () => {
  await using scene = await setScene({ cards: 3, umbrellas: 3 })
  const [one, two] = [form(scene, scene.cards[0]), form(scene, scene.cards[1])]
  done(await enrol(scene, one))
  done(await enrol(scene, two))
  const { db, clock } = scene.server
  const tablet = await pairTablet(scene)
  const path = '/phone-filter'

  await db.updateTable('member_identities').set({ phone_mark: null }).execute()
  expect((await ask(tablet, { path })).status).toBe(503)
  const { markPhones } = await import('../../server/members/index.ts')
  await markPhones(db, scene.server.keys)

  const answer = await ask<PhoneFilter>(tablet, { path })
  const { key, filter, bits, hashes, members } = done(answer)
  const bloom = { bits, hashes, filter: Buffer.from(filter, 'base64') }
  const isKnown = (digits: string) => isInBloom(bloom, markWith(Buffer.from(key, 'base64'), digits))
  expect(members).toBe(2)
  expect([one.phone, two.phone].map(isKnown)).toEqual([true, true])
  const headers = { 'if-none-match': String(answer.headers['etag']) }
  expect((await ask(tablet, { path, headers })).status).toBe(304)

  const three = form(scene, scene.cards[2])
  done(await enrol(scene, three))
  clock.pass({ minutes: 10 })
  await buildPhoneFilter(db, clock.now())
  expect(done(await ask<PhoneFilter>(tablet, { path, headers })).members).toBe(3)

  const check = (digits: string) =>
    ask<{ known: boolean }>(tablet, { method: 'POST', path: '/phone-checks', body: { phone: digits } })
  expect(done(await check(three.phone))).toEqual({ known: true })
  expect(done(await check('13900000000'))).toEqual({ known: false })
})
