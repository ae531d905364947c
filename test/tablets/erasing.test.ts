import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Conflicts } from '../../server/tablets/office-schema.ts'
import { done, refusal, setScene, type Scene } from '../drives/scene.ts'
import { saveQueue } from './saved-queue.ts'
import { lateForm, pairTablet, provisionOf, send, write } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 4, umbrellas: 8 })
})
afterAll(() => scene[Symbol.asyncDispose]())

const WRONG = '12345678901'
const reason = 'she asks for it'
const forms = () =>
  scene.server.db
    .selectFrom('tablet_people')
    .select(['id', 'wrapped_key', 'sealed_form', 'erased_by'])
    .orderBy('id')
    .execute()

test('whoever asks for it is erased from kept forms and from texts that nobody has judged; others stay', async () => {
  const { manager, server, promoter } = scene
  const tablet = await pairTablet(scene)
  const { exportKey } = await provisionOf(tablet)
  const promoterId = promoter.staffId
  const enter = (phone: string, name: string) =>
    write(tablet, { promoterId, body: lateForm(scene, undefined, { phone, name }) })
  const hers = enter(WRONG, '王小明')
  const his = enter('12345678902', '李雷')
  done(await send(tablet))
  for (const phone of ['13811112222', '+86 138-1111-2222', '13900001111']) enter(phone, '韩梅梅')
  done(await manager.client.post(`/tablets/${tablet.id}/revoke`))
  done(await manager.client.post(`/tablets/${tablet.id}/queues`, saveQueue(tablet, exportKey)))

  const erase = (phone: string, by = manager) =>
    by.client.post<{ forms: number; texts: number }>('/tablet-people/erase', { phone, reason })
  expect(refusal(await erase(WRONG, promoter))).toEqual([403, 'not-allowed'])
  expect(done(await erase('13777777777'))).toEqual({ forms: 0, texts: 0 })
  expect(done(await erase('138 1111 2222'))).toEqual({ forms: 0, texts: 2 })
  expect(done(await erase(WRONG))).toEqual({ forms: 1, texts: 0 })
  expect(done(await erase(WRONG))).toEqual({ forms: 0, texts: 0 })

  const [first, second] = await forms()
  expect(first).toEqual({ id: hers, wrapped_key: null, sealed_form: null, erased_by: manager.staffId })
  expect(second).toMatchObject({ id: his, erased_by: null })
  expect(second?.sealed_form).not.toBeNull()
  const held = await server.db
    .selectFrom('tablet_held')
    .select(['number', 'settled_as', 'sealed_text'])
    .orderBy('number')
    .execute()
  expect(held.map((row) => [row.number, row.settled_as, row.sealed_text === null])).toEqual([
    [3, 'dropped', true],
    [4, 'dropped', true],
    [5, null, false],
  ])
  expect(refusal(await manager.client.get(`/tablet-people/${hers}`))).toEqual([404, 'person-unknown'])
  const phone = '13812345678'
  const corrected = { name: '王小明', phone, sourceCode: 'radio' }
  expect(refusal(await manager.client.post(`/tablet-people/${hers}/complete`, corrected))).toEqual([
    404,
    'person-unknown',
  ])
  expect(
    done(await manager.client.post(`/tablets/${tablet.id}/queues`, saveQueue(tablet, exportKey))),
  ).toEqual({
    held: 0,
    known: 5,
    unreadable: 0,
  })
})

test('one form is erased with a reason, its to-do is done, and the gift stays in the books', async () => {
  const { manager, server } = scene
  const [, form] = await forms()
  const path = `/tablet-people/${form?.id}/erase`
  done(await manager.client.post(path, { reason }))
  expect(refusal(await manager.client.post(path, { reason }))).toEqual([404, 'person-unknown'])
  const { conflicts } = done(await manager.client.get<Conflicts>(`/drives/${scene.driveId}/tablet-conflicts`))
  const todos = conflicts.filter(({ todo }) => todo === 'complete-person')
  expect(todos.map(({ doneBy }) => doneBy?.staffId)).toEqual([manager.staffId, manager.staffId])
  const moved = await server.db
    .selectFrom('gift_movements')
    .select('id')
    .where('reference', '=', `enrolment:${form?.id}`)
    .execute()
  expect(moved).toHaveLength(1)
  const noted = await server.db
    .selectFrom('audit_entries')
    .select(['action', 'details'])
    .where('action', 'in', ['tablet-person.erased', 'tablet.texts-erased'])
    .orderBy('action')
    .execute()
  expect(noted.map(({ action }) => action)).toEqual([
    'tablet-person.erased',
    'tablet-person.erased',
    'tablet.texts-erased',
  ])
  expect(JSON.stringify(noted)).not.toMatch(/12345678901|13811112222/)
})
