import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findOrAddMember, maskedIdentity, normalisePhone, readIdentity } from '../../server/members/index.ts'
import { accept } from '../../server/platform/refusal.ts'
import { addProgramme, asStaff, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Person
let programmeId: string
beforeAll(async () => {
  server = await startTestServer()
  manager = await signIn(server, ['programme-manager'])
  programmeId = await addProgramme(manager)
})
afterAll(() => server.stop())

const add = (name: string, phone: string) =>
  asStaff(server, manager.staffId, async (work) =>
    accept(await findOrAddMember(work, server.keys, { programmeId, level: 'gold', name, phone })),
  ).then((result) => {
    if (!result.ok) throw new Error('a member is added')
    return result.value
  })
const search = (body: object, who = manager) =>
  who.client.post<{ code?: string; members?: unknown[] }>('/members/search', body)

describe('a phone number', () => {
  test.each([
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 138 0013 8000',
    '8613800138000',
    '0086 13800138000',
    '１３８００１３８０００',
  ])('%s is one and the same', (typed) => {
    expect(normalisePhone(typed)).toEqual({ ok: true, value: '13800138000' })
  })

  test.each(['1380013800', '138001380001', '12800138000', '02812345678', 'thirteen800', '+1 13800138000'])(
    '%s is refused',
    (typed) => {
      expect(normalisePhone(typed)).toEqual({ ok: false, reason: 'phone-invalid' })
    },
  )
})

describe('a member', () => {
  test('is found again by phone, with the name that was given first', async () => {
    const first = await add('赵一', '13100000001')
    expect(first.isNew).toBe(true)
    expect(await add('钱二', '13100000001')).toEqual({ memberId: first.memberId, isNew: false })
    expect(await readIdentity(server.db, server.keys, first.memberId)).toEqual({
      name: '赵一',
      phone: '13100000001',
    })
    expect(await maskedIdentity(server.db, server.keys, first.memberId)).toEqual({
      name: '赵*',
      phone: '131****0001',
    })
  })

  test('cannot be opened with the key or the columns of another', async () => {
    const [one, two] = [await add('甲', '13100000002'), await add('乙', '13100000003')]
    const row = await server.db
      .selectFrom('member_identities')
      .select(['sealed_name', 'wrapped_key'])
      .where('member_id', '=', one.memberId)
      .executeTakeFirstOrThrow()
    for (const stolen of [{ sealed_name: row.sealed_name }, row]) {
      await server.db
        .updateTable('member_identities')
        .set(stolen)
        .where('member_id', '=', two.memberId)
        .execute()
      await expect(readIdentity(server.db, server.keys, two.memberId)).rejects.toMatchObject({
        code: 'seal-broken',
      })
    }
  })

  test('is shown masked, to administrators and programme managers, by whole numbers only', async () => {
    await add('孙三', '13100000004')
    expect((await search({ phone: '131 0000 0004' })).body.members).toMatchObject([
      { level: 'gold', identity: { name: '孙*', phone: '131****0004' } },
    ])
    expect((await search({ phone: '13199999999' })).body).toEqual({ members: [] })
    expect((await search({ cardNumber: '9156000000000000' })).body).toEqual({ members: [] })
    expect((await search({ phone: '12345678901' })).body.code).toBe('phone-invalid')
    for (const body of [{}, { phone: '131' }, { phone: '13100000004', cardNumber: '9156000000000000' }])
      expect((await search(body)).body.code).toBe('input-invalid')
    expect((await search({ phone: '13100000004' }, await signIn(server, ['promoter']))).status).toBe(403)
    const nobody = await manager.client.get<{ code: string }>(`/members/${randomUUID()}`)
    expect([nobody.status, nobody.body.code]).toEqual([404, 'member-unknown'])
  })
})

describe('a consent text', () => {
  const text = { version: '2026-2', textZh: '同意。\n第二行。', textEn: 'Agreed.' }

  test('is published once and for good', async () => {
    expect((await manager.client.post('/consent-texts', text)).status).toBe(200)
    const again = await manager.client.post<{ code: string }>('/consent-texts', {
      ...text,
      textEn: 'Changed.',
    })
    expect([again.status, again.body.code]).toEqual([409, 'consent-version-taken'])
    const changed = server.db.updateTable('consent_texts').set({ text_en: 'Changed.' }).execute()
    await expect(changed).rejects.toMatchObject({ code: '23001' })
    expect((await manager.client.get('/consent-texts')).body).toMatchObject({ texts: [text] })
  })

  test('with a zero byte is refused', async () => {
    const broken = await manager.client.post('/consent-texts', { ...text, version: 'x', textZh: 'a\u0000' })
    expect(broken.status).toBe(400)
  })
})
