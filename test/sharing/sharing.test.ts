import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { forgetOpens } from '../../server/sharing/forgetting.ts'
import { invitationOf, networkOf, ownMark } from '../../server/sharing/sharing.ts'
import type { Invitation, OpenedShare } from '../../server/sharing/schema.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
  const { db, clock } = mall.server
  const last = await db.selectFrom('programme_versions').selectAll().executeTakeFirstOrThrow()
  clock.pass({ minutes: 1 })
  const rules = last.rules as { earn: object }
  const sharing = { interactions: 2, points: 10, perShare: 30, perMonth: 40 }
  const next = JSON.stringify({ ...rules, earn: { ...rules.earn, sharing } })
  await db
    .insertInto('programme_versions')
    .values({ ...last, version: last.version + 1, starts_at: clock.now(), rules: next } as never)
    .execute()
})
afterAll(() => mall[Symbol.asyncDispose]())

const invitation = (memberId: string): Promise<Invitation> =>
  inTransaction(mall.server.db, (tx) =>
    invitationOf(
      { tx, now: mall.server.clock.now(), id: newId(), actor: { kind: 'public' } },
      mall.server.keys,
      memberId,
    ),
  )

const PHONE = 'Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36'
let visitors = 0
interface Opening {
  cookie?: string
  address?: string
  userAgent?: string
  id?: string
}
/** Somebody opens it: by default a person whom nobody has seen, in a network of their own. */
const open = (share: string, { cookie, address, userAgent = PHONE, id = randomUUID() }: Opening = {}) => {
  visitors += 1
  return mall.server.app.inject({
    method: 'POST',
    url: '/api/v1/shares/opened',
    remoteAddress: address ?? `10.${Math.floor(visitors / 250)}.${visitors % 250}.1`,
    headers: { 'idempotency-key': id, 'user-agent': userAgent, ...(cookie ? { cookie } : {}) },
    payload: { share },
  })
}
const openings = async (share: string, count: number) => {
  for (let each = 0; each < count; each += 1) await open(share)
}
const points = async (memberId: string): Promise<number> =>
  (await balanceOf(mall.server.db, memberId)).spendable

describe('what a member passes on', () => {
  test('brings points for each full number of visitors, up to the share’s cap and the month’s', async () => {
    const { memberId } = await mall.card()
    const { code, share } = await invitation(memberId)
    expect((await invitation(memberId)).share).toBe(share)
    await openings(share, 1)
    expect(await points(memberId)).toBe(0)
    expect((await open(share)).json<OpenedShare>()).toEqual({ code })
    expect(await points(memberId)).toBe(10)
    await openings(share, 10)
    expect(await points(memberId)).toBe(30)
    mall.server.clock.pass({ minutes: 24 * 60 })
    const next = await invitation(memberId)
    expect(next.share).not.toBe(share)
    await openings(next.share, 10)
    expect(await points(memberId)).toBe(40)
    expect((await checkLedger(mall.server.db)).isBalanced).toBe(true)
  })

  test('counts no visitor twice, no program, no repetition and not the member', async () => {
    const { memberId } = await mall.card()
    const { code, share } = await invitation(memberId)
    const first = await open(share, { address: '192.0.2.1' })
    const cookie = first.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect(cookie).toMatch(/^cardwright_visitor=[\w-]{22}$/)
    await open(share, { address: '192.0.2.1', cookie })
    await open(share, { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' })
    await open(share, { cookie: `cardwright_own=${ownMark(mall.server.keys, code)}` })
    expect(await points(memberId)).toBe(0)
    const id = randomUUID()
    await open(share, { id })
    await open(share, { id })
    expect(await points(memberId)).toBe(10)
  })

  test('counts few of one network, and pays once for fifty at once', async () => {
    const { memberId } = await mall.card()
    const { share } = await invitation(memberId)
    await Promise.all(Array.from({ length: 50 }, (_, each) => open(share, { address: `198.51.100.${each}` })))
    expect(await points(memberId)).toBe(20)
    const { opened_count: opened } = await mall.server.db
      .selectFrom('shares')
      .select('opened_count')
      .where('member_id', '=', memberId)
      .executeTakeFirstOrThrow()
    expect(opened).toBe(5)
  })

  test('counts no more after a month, and an address that is not ours is refused', async () => {
    const { memberId } = await mall.card()
    const { share } = await invitation(memberId)
    const [id = '', mark = ''] = share.split('~')
    const forged = [`${newId()}~${mark}`, `${id}~${'A'.repeat(22)}`]
    for (const each of forged) expect((await open(each)).json()).toMatchObject({ code: 'share-unknown' })
    expect((await open('nonsense')).statusCode).toBe(400)
    mall.server.clock.pass({ minutes: 32 * 24 * 60 })
    await openings(share, 4)
    expect(await points(memberId)).toBe(0)
  })

  test('is counted once a day, and who opened it on a day that is over is forgotten', async () => {
    const { memberId } = await mall.card()
    const { share } = await invitation(memberId)
    const address = '192.0.2.77'
    const cookie = (await open(share, { address })).cookies
      .map(({ name, value }) => `${name}=${value}`)
      .join()
    const kept = async () => {
      const [shareId = ''] = share.split('~')
      return (
        await mall.server.db
          .selectFrom('share_opens')
          .where('share_id', '=', shareId)
          .select('visitor')
          .execute()
      ).length
    }
    await forgetOpens(mall.server.platform)
    await open(share, { address, cookie })
    expect([await kept(), await points(memberId)]).toEqual([1, 0])
    mall.server.clock.pass({ minutes: 24 * 60 })
    await forgetOpens(mall.server.platform)
    expect(await kept()).toBe(0)
    await open(share, { address, cookie })
    expect([await kept(), await points(memberId)]).toEqual([1, 10])
  })

  test('leaves nothing behind that tells who opened it', async () => {
    const kept = await mall.server.db.selectFrom('share_opens').selectAll().execute()
    expect(kept.length).toBeGreaterThan(0)
    for (const { visitor, network } of kept) expect([visitor.length, network.length]).toEqual([32, 32])
    expect(mall.server.log.join('\n')).not.toContain('~')
  })
})

test('addresses of one house are one network, however they are written', () => {
  const house = ['2001:db8::1', '2001:db8:0:7::9', '2001:0db8:0000:ffff::2'].map(networkOf)
  expect(new Set(house)).toEqual(new Set(['2001:db8:0']))
  expect(networkOf('2400::6')).toBe(networkOf('2400::7'))
  expect(networkOf('2001:db8:1::1')).not.toBe(house[0])
  expect([networkOf('::ffff:203.0.113.9'), networkOf('203.0.113.77')]).toEqual(['203.0.113', '203.0.113'])
})
