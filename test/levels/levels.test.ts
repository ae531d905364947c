import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLevelAt, levelNow, reviewLevels, takeLevelOfCard } from '../../server/levels/index.ts'
import type { Changed, MemberLevel } from '../../server/levels/schema.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Programme } from '../../server/programmes/schema.ts'
import type { Quote } from '../../server/purchases/schema.ts'
import type { Client } from '../support/server.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const begin = async (number: number, preset: string): Promise<string> => {
  mall.server.clock.pass({ minutes: 1 })
  const begun = { number, name: preset, preset }
  return (await mall.people.administrator.post<Programme>('/programmes', begun)).body.id
}
let spendLevels: Promise<string> | undefined
const bySpend = () => (spendLevels ??= begin(21, 'spend-levels'))

/** A new member of a programme at a level, with a card of the mall. */
async function join(programmeId: string, level: string) {
  const card = await mall.card()
  const set = { programme_id: programmeId, level, joined_at: mall.server.clock.now() }
  await mall.server.db.updateTable('members').set(set).where('id', '=', card.memberId).execute()
  mall.server.clock.pass({ minutes: 1 })
  return card
}
const levelOf = async (memberId: string, by: Client = mall.people.administrator) =>
  (await by.get<MemberLevel>(`/members/${memberId}/level`)).body
const at = (minutes: number) => new Date(mall.server.clock.now().getTime() + minutes * 60_000).toISOString()

test('a level is reached by a purchase, and its discount counts from the next one on', async () => {
  const { cardNumber, memberId } = await join(await bySpend(), 'member')
  const quote = async () =>
    (
      await mall.till.post<Quote>('/quotes', {
        cardNumber,
        counterId: mall.plain.id,
        lines: [line(10_000)],
      })
    ).body
  expect((await quote()).lines[0]?.steps.at(-1)?.words.en).toBe('Member: no discount yet, points as usual')
  const { body } = await mall.buy(cardNumber, 30_000, { lines: [line(30_000)] })
  expect(body).toMatchObject({ payFen: 30_000, reachedLevel: 'platinum' })
  expect((await mall.till.get(`/purchases/${body.id}`)).body).toEqual(body)
  mall.server.clock.pass({ minutes: 1 })
  expect(await quote()).toMatchObject({ level: { code: 'platinum' }, payFen: 8_000 })
  expect(await levelOf(memberId)).toMatchObject({
    level: { code: 'platinum' },
    way: { en: 'Spend ¥200 more, and you are Diamond, who pay 70 % of regular prices.' },
    changes: [{ kind: 'reached', from: { code: 'member' }, isUndoable: true }],
  })
})

test('sales that arrive late and out of order reach the same level at the same moment', async () => {
  const programmeId = await bySpend()
  mall.server.clock.pass({ minutes: 60 })
  const reached: (Date | undefined)[] = []
  const [first, second] = [at(-30), at(-20)]
  for (const order of [
    [first, second],
    [second, first],
  ]) {
    const { cardNumber, memberId } = await join(programmeId, 'member')
    for (const soldAt of order) await mall.buy(cardNumber, 6_000, { soldAt })
    const row = mall.server.db.selectFrom('level_changes').select(['to_level', 'effective_at'])
    const change = await row.where('member_id', '=', memberId).executeTakeFirstOrThrow()
    expect(change.to_level).toBe('silver')
    reached.push(change.effective_at)
    const levelAt = async (moment: string) =>
      (await findLevelAt(mall.server.db, memberId, new Date(moment)))?.level
    expect([await levelAt(second), await levelAt(at(0))]).toEqual(['member', 'silver'])
  }
  expect(reached.map((moment) => moment?.toISOString())).toEqual([
    new Date(second ?? 0).toISOString(),
    new Date(second ?? 0).toISOString(),
  ])
})

test('ten purchases at once that reach a level together move it once', async () => {
  const { cardNumber, memberId } = await join(await bySpend(), 'member')
  const answers = await Promise.all(Array.from({ length: 10 }, () => mall.buy(cardNumber, 1_000)))
  expect(answers.filter(({ body }) => body.reachedLevel === 'silver')).toHaveLength(1)
  expect((await levelOf(memberId)).changes).toHaveLength(1)
})

test('what is returned no longer holds the level that it reached', async () => {
  const { cardNumber, memberId } = await join(await bySpend(), 'member')
  await mall.buy(cardNumber, 10_000)
  mall.server.clock.pass({ minutes: 1 })
  const { body } = await mall.buy(cardNumber, 40_000)
  expect(body.reachedLevel).toBe('diamond')
  await mall.till.post(`/purchases/${body.id}/returns`, { returnedAt: at(0) })
  const { level, changes } = await levelOf(memberId)
  expect(level.code).toBe('silver')
  expect(changes.map(({ kind }) => kind)).toEqual(['returned', 'reached', 'reached'])
})

test('goods that come back in parts leave no level behind', async () => {
  const { cardNumber, memberId } = await join(await bySpend(), 'member')
  const lines = [line(20_000, { isSpecialPrice: true }), line(30_000, { isSpecialPrice: true })]
  const { body } = await mall.buy(cardNumber, 50_000, { lines })
  expect(body.reachedLevel).toBe('diamond')
  const levels: string[] = []
  for (const back of [1, 2]) {
    mall.server.clock.pass({ minutes: 1 })
    await mall.till.post(`/purchases/${body.id}/returns`, {
      returnedAt: at(0),
      lines: [{ line: back, quantity: 1 }],
    })
    levels.push((await levelOf(memberId)).level.code)
  }
  expect(levels).toEqual(['platinum', 'member'])
})

test('a return does not ask the rules of an old sale for a level that newer ones gave', async () => {
  const programmeId = await begin(23, 'spend-levels')
  const { cardNumber, memberId } = await join(programmeId, 'member')
  const { body: early } = await mall.buy(cardNumber, 1_000)
  const { db, clock } = mall.server
  const rules = structuredClone(presets['spend-levels'])
  const silver = rules.levels.find(({ code }) => code === 'silver')
  if (!silver) throw new Error('the preset has silver')
  silver.ways = [{ kind: 'spend', fen: 5_000, months: null }]
  clock.pass({ minutes: 1 })
  const version = { programme_id: programmeId, version: 2, starts_at: clock.now(), created_at: clock.now() }
  await db
    .insertInto('programme_versions')
    .values({ ...version, rules, draft_number: null })
    .execute()
  clock.pass({ minutes: 1 })
  const { body: late } = await mall.buy(cardNumber, 6_000)
  expect(late.reachedLevel).toBe('silver')
  const giveBack = ({ id }: { id: string }) =>
    mall.till.post(`/purchases/${id}/returns`, { returnedAt: at(0) })
  await giveBack(early)
  expect((await levelOf(memberId)).level.code).toBe('silver')
  await giveBack(late)
  expect((await levelOf(memberId)).level.code).toBe('member')
})

test('staff give a level with a reason and take a wrong one back by a new change; nothing is edited', async () => {
  const { memberId } = await mall.card('gold')
  const { 'programme-manager': manager, promoter, auditor } = mall.people
  const give = (body: object, by = manager) => by.post<Changed>(`/members/${memberId}/level`, body)
  expect((await levelOf(memberId, auditor)).givable).toMatchObject([{ code: 'diamond', byInvitation: true }])
  const invitation = { level: 'diamond', reason: 'Opened the spring fair' }
  expect((await give(invitation, promoter)).status).toBe(403)
  expect((await give({ level: 'diamond' })).body).toMatchObject({ code: 'input-invalid' })
  expect((await give({ ...invitation, level: 'bronze' })).body).toMatchObject({ code: 'level-unknown' })
  expect((await give(invitation)).body).toEqual({ memberId, level: 'diamond', state: 'approved' })
  expect((await give(invitation)).body).toMatchObject({ code: 'level-not-above' })
  const [given] = (await levelOf(memberId)).changes
  expect(given).toMatchObject({ kind: 'invited', reason: 'Opened the spring fair', by: 'programme-manager' })
  const undo = (id: string | undefined, reason = 'Wrong person') =>
    manager.post<Changed>(`/members/${memberId}/level-changes/${id}/undo`, { reason })
  expect((await undo(randomUUID())).body).toMatchObject({ code: 'level-change-unknown' })
  expect((await undo(given?.id)).body).toEqual({ memberId, level: 'gold' })
  expect((await undo(given?.id)).body).toMatchObject({ code: 'level-changed-since' })
  const edit = mall.server.db.updateTable('level_changes').set({ reason: 'else' }).execute()
  await expect(edit).rejects.toThrow('append-only')
})

test('a card of a higher level that is joined brings its level along; one of a lower does not', async () => {
  const { memberId, cardNumber } = await mall.card('gold')
  const take = (level: string) =>
    inTransaction(mall.server.db, (tx) =>
      takeLevelOfCard(
        { tx, now: mall.server.clock.now(), id: newId(), actor: { kind: 'system' } },
        { memberId, cardNumber, level },
      ),
    )
  await take('diamond')
  await take('gold')
  const { level, changes } = await levelOf(memberId)
  expect(level.code).toBe('diamond')
  expect(changes.map(({ kind }) => kind)).toEqual(['card'])
})

test('the nightly review raises by merit, keeps, gives grace and lowers, and twice a night changes nothing', async () => {
  const { clock } = mall.server
  const programmeId = await begin(22, 'merit-levels')
  const busy = await join(programmeId, 'ordinary')
  const idle = await join(programmeId, 'silver')
  const nights = (count: number) => clock.pass({ minutes: count * 24 * 60 })
  for (let month = 0; month < 6; month += 1) {
    nights(30)
    await mall.buy(busy.cardNumber, 60_000)
  }
  expect(await reviewLevels(mall.server.platform)).toBe(1)
  expect(await reviewLevels(mall.server.platform)).toBe(0)
  const { db } = mall.server
  const kindsOf = async (memberId: string) => {
    const rows = db.selectFrom('level_changes').select('kind').where('member_id', '=', memberId)
    return (await rows.orderBy('position', 'desc').execute()).map(({ kind }) => kind)
  }
  const now = (memberId: string) => levelNow(db, { memberId, now: clock.now() })
  expect(await kindsOf(busy.memberId)).toEqual(['merit'])
  expect((await now(busy.memberId))?.level.code).toBe('silver')

  nights(200) // a year since the other joined
  expect(await reviewLevels(mall.server.platform)).toBe(0)
  expect(await kindsOf(idle.memberId)).toEqual(['grace'])
  expect((await now(idle.memberId))?.keeping?.en).toContain('Silver is kept with ¥3,000 spent')
  nights(61)
  expect(await reviewLevels(mall.server.platform)).toBe(1)
  expect(await kindsOf(idle.memberId)).toEqual(['lowered', 'grace'])
  expect((await now(idle.memberId))?.level.code).toBe('ordinary')
})
