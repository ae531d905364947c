import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol as enrolAlone } from '../../server/drives/enrolment.ts'
import { gatherEnrolments } from '../../server/drives/enrolling-together.ts'
import type { EnrolmentAnswer, NewEnrolment } from '../../server/drives/enrolment-schema.ts'
import { readIdentity } from '../../server/members/identity.ts'
import { runCommand, type Command } from '../../server/platform/command.ts'
import { openDatabase, type Db, type Tx } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import { checkLedger } from '../../server/points/index.ts'
import { done, enrol, form, newPhone, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let gather: ReturnType<typeof gatherEnrolments>

beforeAll(async () => {
  scene = await setScene({ cards: 34, umbrellas: 40, mugs: 10 })
  gather = gatherEnrolments(scene.server.platform, scene.server.keys)
})
afterAll(() => scene[Symbol.asyncDispose]())

let used = 0
const card = () => scene.cards[(used += 1) - 1]

const commandOf = (id = newId()): Command => ({
  id,
  actor: { kind: 'staff', staffId: scene.promoter.staffId, roles: ['promoter'] },
  now: scene.server.clock.now(),
  contentHash: Buffer.alloc(32, 1),
})

const formOf = (change: Partial<NewEnrolment> = {}): NewEnrolment =>
  form(scene, card(), change) as NewEnrolment

async function readAtBooth(means: 'tap' | 'scan', minutesAgo = 1): Promise<NewEnrolment['card']> {
  const id = randomUUID()
  const read_at = new Date(scene.server.clock.now().getTime() - minutesAgo * 60_000)
  const row = { id, booth_id: scene.boothId, card_number: card()?.cardNumber ?? '', level: 'gold', means }
  await scene.server.db
    .insertInto('booth_readings')
    .values({ ...row, read_at, used_at: null })
    .execute()
  return { kind: 'reading', readingId: id }
}

/** All that an enrolment wrote, as text: every row but what is sealed, random or counted by transactions. */
async function rowsOf(db: Db | Tx, id: string): Promise<unknown> {
  const { rows } = await sql`
    WITH e AS (SELECT * FROM enrolments WHERE id = ${id})
    SELECT (SELECT to_jsonb(e) FROM e) AS enrolment,
           (SELECT to_jsonb(m) FROM members m JOIN e ON m.id = e.member_id) AS member,
           (SELECT jsonb_agg(jsonb_build_array(i.phone_index, i.phone_mark, i.birthday_index, i.updated_at, length(i.sealed_name),
                                               length(i.sealed_phone), length(i.sealed_birthday), length(i.wrapped_key)))
              FROM member_identities i JOIN e USING (member_id)) AS identity,
           (SELECT jsonb_agg(to_jsonb(c) - 'sealed_signature' || jsonb_build_object('length', length(sealed_signature)))
              FROM consents c JOIN e USING (member_id)) AS consents,
           (SELECT to_jsonb(c) FROM cards c JOIN e USING (card_number)) AS card,
           (SELECT jsonb_agg(to_jsonb(r)) FROM booth_readings r JOIN e USING (card_number)) AS readings,
           (SELECT jsonb_agg(to_jsonb(g)) FROM gift_movements g WHERE reference = 'enrolment:' || ${id}) AS gifts,
           (SELECT jsonb_agg(to_jsonb(a) ORDER BY account) FROM points_accounts a JOIN e USING (member_id)) AS accounts,
           (SELECT jsonb_agg(to_jsonb(t)) FROM points_transfers t JOIN e USING (member_id)) AS transfers,
           (SELECT jsonb_agg(to_jsonb(l)) FROM points_lots l JOIN e USING (member_id)) AS lots,
           (SELECT jsonb_agg(to_jsonb(p)) FROM points_transfer_lots p JOIN e USING (member_id)) AS pieces,
           (SELECT jsonb_agg(to_jsonb(a) - 'id' - 'xact' ORDER BY action) FROM audit_entries a JOIN e
                ON subject IN ('enrolment:' || e.id, 'member:' || e.member_id, 'card:' || e.card_number)
             WHERE action NOT IN ('card.numbered', 'card.encoding', 'card.encoded')) AS audit,
           (SELECT jsonb_agg(to_jsonb(v) - 'id' - 'xact' ORDER BY topic) FROM events v WHERE data->>'enrolmentId' = ${id}) AS events`.execute(
    db,
  )
  return rows[0]
}

/** What the rule for one would write and answer; undone again. */
async function alone(command: Command, body: NewEnrolment): Promise<{ rows: unknown; value: unknown }> {
  let found: { rows: unknown; value: unknown } | undefined
  const undo = new Error('undone')
  await scene.server.db
    .transaction()
    .execute(async (tx) => {
      const result = await enrolAlone({ tx, ...command }, scene.server.keys, body)
      found = { rows: await rowsOf(tx, command.id), value: result.ok ? result.value : result }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return found ?? { rows: undefined, value: undefined }
}

const together = (asked: readonly { command: Command; body: NewEnrolment }[]) =>
  Promise.all(asked.map(({ command, body }) => gather(command, body)))

const stockChanges = async (): Promise<number> => {
  const { rows } = await sql<{ count: bigint }>`
    SELECT count(*) FROM events WHERE type = 'stock-changed' AND data->>'reason' = 'enrolment'`.execute(
    scene.server.db,
  )
  return Number(rows[0]?.count)
}

test('together every row and every answer is what it would have been alone', async () => {
  const bodies = [
    formOf(),
    formOf({ name: ' 欧阳晓 ', birthday: '1990-02-28', giftId: scene.mug.id }),
    formOf({ signature: { typedName: '李雷' }, giftId: null, sourceCode: 'friend' }),
    formOf({ card: { kind: 'scan', text: card()?.cardNumber ?? '' } }),
    formOf({ card: await readAtBooth('tap') }),
    formOf({ card: await readAtBooth('scan') }),
  ]
  const asked = bodies.map((body) => ({ command: commandOf(), body }))
  const expected = []
  for (const { command, body } of asked) expected.push(await alone(command, body))
  const before = await stockChanges()
  const answers = await together(asked)
  const rows = []
  for (const { command } of asked) rows.push(await rowsOf(scene.server.db, command.id))
  expect(answers).toEqual(expected.map(({ value }) => value))
  expect(rows).toEqual(expected.map((one) => one.rows))
  expect(await stockChanges()).toBe(before + 5)
  const members = rows.map((row) => (row as { member: { id: string } }).member.id)
  for (const [place, memberId] of members.entries())
    expect(await readIdentity(scene.server.db, scene.server.keys, memberId)).toEqual({
      name: bodies[place]?.name.trim(),
      phone: bodies[place]?.phone,
      ...(bodies[place]?.birthday ? { birthday: bodies[place].birthday } : {}),
    })
  expect(await checkLedger(scene.server.db)).toMatchObject({ isBalanced: true })
})

test('who is not plain is left to be judged alone, and nothing of them is written', async () => {
  const { db } = scene.server
  const known = formOf()
  done(await enrol(scene, known))
  const named = card()
  const [member] = await db.selectFrom('members').select('id').limit(1).execute()
  await db
    .insertInto('named_cards')
    .values({
      card_number: named?.cardNumber ?? '',
      member_id: member?.id ?? '',
      named_by: scene.manager.staffId,
      named_at: scene.server.clock.now(),
    })
    .execute()
  const tapped = card()
  const free = card()
  const spare = (change: Partial<NewEnrolment>) => form(scene, free, change) as NewEnrolment
  const notPlain: NewEnrolment[] = [
    spare({ phone: known.phone }),
    spare({ introducer: known.phone }),
    spare({ card: known.card }),
    form(scene, named) as NewEnrolment,
    spare({ card: { kind: 'tap', uri: (await tapped?.tap()) ?? '' } }),
    spare({ card: { kind: 'typed', cardNumber: '9156000000000000' } }),
    spare({ card: await readAtBooth('tap', 11) }),
    spare({ card: { kind: 'reading', readingId: randomUUID() } }),
    spare({ phone: '02812345678' }),
    spare({ birthday: '2026-11-21' }),
    spare({ boothId: scene.otherBoothId }),
    spare({ boothId: randomUUID() }),
    spare({ consentVersion: '2025-9' }),
    spare({ sourceCode: 'moon' }),
    spare({ giftId: randomUUID() }),
  ]
  const asked = notPlain.map((body) => ({ command: commandOf(), body }))
  const counts = () =>
    sql`SELECT (SELECT count(*) FROM members) AS members, (SELECT count(*) FROM consents) AS consents,
               (SELECT count(*) FROM gift_movements) AS gifts, (SELECT count(*) FROM cards WHERE state = 'active') AS cards,
               (SELECT count(*) FROM booth_readings WHERE used_at IS NOT NULL) AS readings,
               (SELECT count(*) FROM commands) AS commands, (SELECT count(*) FROM events) AS events`.execute(
      db,
    )
  const before = (await counts()).rows
  expect(await together(asked)).toEqual(notPlain.map(() => undefined))
  expect((await counts()).rows).toEqual(before)
})

test('of two with one phone, or with one card, the first is plain', async () => {
  const [first, second, third] = [formOf(), formOf(), formOf()]
  const bodies = [first, { ...second, phone: first.phone }, { ...third, card: first.card }, second]
  const answers = await together(bodies.map((body) => ({ command: commandOf(), body })))
  expect(answers.map((answer) => answer?.outcome)).toEqual(['new-member', undefined, undefined, 'new-member'])
})

test('among others who is refused gets the refusal, a known id its first answer, and all others are enrolled', async () => {
  const first = formOf()
  const id = randomUUID()
  const answered = done(await enrol(scene, first, { id }))
  const second = formOf()
  const again = randomUUID()
  const answers = await Promise.all([
    enrol(scene, first, { id }),
    enrol(scene, { ...first, name: '别人' }, { id }),
    enrol(scene, { ...formOf(), phone: first.phone }),
    enrol(scene, { ...formOf(), card: first.card }),
    enrol(scene, formOf({ sourceCode: 'moon' })),
    enrol(scene, second, { id: again }),
    enrol(scene, second, { id: again }),
    enrol(scene, formOf()),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 200, 409, 422, 200, 200, 200])
  expect(answers[0]?.body).toEqual(answered)
  expect(answers[2]?.body.outcome).toBe('known-member')
  expect(answers[5]?.body).toEqual(answers[6]?.body)
})

test('twenty race for three umbrellas: three get them, the others are told what is left, and nobody else is written', async () => {
  await using small = await setScene({ cards: 20, umbrellas: 3, mugs: 1 })
  const answers = await Promise.all(small.cards.map((one) => enrol(small, form(small, one))))
  const got = answers.filter(({ status }) => status === 200)
  expect(got).toHaveLength(3)
  for (const answer of answers.filter(({ status }) => status !== 200))
    expect(refusal(answer)).toEqual([409, 'gift-out-of-stock'])
  const { rows } = await sql`
    SELECT (SELECT count(*) FROM members)::int AS members, (SELECT count(*) FROM enrolments)::int AS enrolments,
           (SELECT sum(on_hand) FROM gift_stock s JOIN booths b USING (place_id) WHERE gift_id = ${small.umbrella.id})::int AS umbrellas,
           (SELECT count(*) FROM gift_movements WHERE reason = 'enrolment')::int AS moved,
           (SELECT count(*) FROM cards WHERE state = 'active')::int AS cards`.execute(small.server.db)
  expect(rows).toEqual([{ members: 3, enrolments: 3, umbrellas: 0, moved: 3, cards: 3 }])
})

test('two servers that are sent the same people enrol each once', async () => {
  const { server } = scene
  const other = openDatabase({ url: server.databaseUrl, size: 4 })
  const asked = Array.from({ length: 8 }, () => ({ command: commandOf(), body: formOf() }))
  const elsewhere = gatherEnrolments({ ...server.platform, db: other }, server.keys)
  const ways = [
    { way: gather, db: server.db, order: asked },
    { way: elsewhere, db: other, order: asked.toReversed() },
  ]
  const byBoth = await Promise.all(
    ways.flatMap(({ way, db, order }) =>
      order.map(async ({ command, body }) => {
        const value = await way(command, body)
        const result = value
          ? { ok: true, value }
          : await runCommand(db, command, (work) => enrolAlone(work, server.keys, body))
        return { id: command.id, result }
      }),
    ),
  )
  await other.destroy()
  for (const { command } of asked) {
    const [one, another] = byBoth.filter(({ id }) => id === command.id)
    expect(one?.result).toMatchObject({ ok: true, value: { outcome: 'new-member' } })
    expect(another?.result).toEqual(one?.result)
  }
})

test('somebody whose card or phone another transaction holds keeps nobody else waiting for long, and is served', async () => {
  const held = formOf()
  const free = formOf({ phone: newPhone() })
  const holder = openDatabase({ url: scene.server.databaseUrl, size: 1 })
  let waiting: Promise<{ status: number; body: EnrolmentAnswer }> | undefined
  let answered: number | undefined
  await holder.transaction().execute(async (tx) => {
    const { cardNumber } = held.card as { cardNumber: string }
    await sql`SELECT FROM cards WHERE card_number = ${cardNumber} FOR UPDATE`.execute(tx)
    waiting = enrol(scene, held)
    answered = (await enrol(scene, free)).status
  })
  await holder.destroy()
  expect(answered).toBe(200)
  expect(await waiting).toMatchObject({ status: 200, body: { outcome: 'new-member' } })
})
