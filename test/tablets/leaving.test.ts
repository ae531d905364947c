import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OneTablet } from '../../server/tablets/office-schema.ts'
import type { OfficeWord } from '../../server/tablets/schema.ts'
import { done, refusal, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { saveQueue } from './saved-queue.ts'
import { ask, lateForm, pairTablet, provisionOf, send, write, type Tablet } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 6, umbrellas: 8, mugs: 2 })
})
afterAll(() => scene[Symbol.asyncDispose]())

let next = 0
const enter = (tablet: Tablet) =>
  write(tablet, {
    promoterId: scene.promoter.staffId,
    body: lateForm(scene, scene.cards[(next += 1) - 1]?.cardNumber, { giftId: null }),
  })

const textsOf = ({ chain }: Tablet, from = 0) =>
  chain.slice(from).map(({ text }, index) => ({
    number: from + index + 1,
    hash: createHash('sha256').update(text).digest('hex'),
  }))
const askOffice = async (tablet: Tablet, texts = textsOf(tablet)) =>
  done(await ask<OfficeWord>(tablet, { method: 'POST', path: '/office-word', body: { texts } }))

test('a revoked tablet hears what the office has judged of its file, entry by entry, and nothing gets in by asking', async () => {
  const tablet = await pairTablet(scene)
  const { exportKey } = await provisionOf(tablet)
  for (let entry = 0; entry < 3; entry += 1) enter(tablet)
  done(await send(tablet, 0, 1))
  const path = `/tablets/${tablet.id}`
  done(await scene.manager.client.post(`${path}/revoke`))
  expect(await askOffice(tablet)).toMatchObject({ verdicts: [{ number: 1 }], writtenOff: null })

  const queue = saveQueue(tablet, exportKey)
  done(await scene.manager.client.post(`${path}/queues`, queue))
  expect((await askOffice(tablet)).verdicts).toHaveLength(1)
  const { held } = done(
    await scene.manager.client.get<{ held: { id: string; number: number }[] }>(`${path}/held`),
  )
  const [second, third] = held.toSorted((a, b) => a.number - b.number)
  done(await scene.manager.client.post(`${path}/held/judge`, { heldIds: [second?.id] }))
  done(await scene.manager.client.post(`${path}/held/${third?.id}/drop`))
  const word = await askOffice(tablet, textsOf(tablet, 1))
  expect(word.verdicts.map(({ number, verdict }) => [number, verdict])).toEqual([
    [2, 'accepted'],
    [3, 'refused'],
  ])
  const foreign = [{ number: 2, hash: 'f'.repeat(64) }]
  expect((await askOffice(tablet, foreign)).verdicts).toEqual([])
  const other = await pairTablet(scene)
  expect((await askOffice(other, textsOf(tablet))).verdicts).toEqual([])
  expect(refusal(await send(tablet))).toEqual([403, 'tablet-revoked'])
})

test('what waits on a revoked tablet is given up by two people with a reason, and the tablet is told', async () => {
  const tablet = await pairTablet(scene)
  enter(tablet)
  const path = `/tablets/${tablet.id}`
  const reason = 'fell into the fountain'
  const second = await signIn(scene.server, ['programme-manager'])
  const writeOff = (by = scene.manager) => by.client.post(`${path}/write-off`, { reason })
  expect(refusal(await writeOff())).toEqual([409, 'tablet-not-revoked'])
  done(await scene.manager.client.post(`${path}/revoke`))
  expect(refusal(await scene.promoter.client.post(`${path}/write-off`, { reason }))).toEqual([
    403,
    'not-allowed',
  ])
  expect(refusal(await second.client.post(`${path}/write-off/confirm`, {}))).toEqual([
    404,
    'write-off-unknown',
  ])
  done(await writeOff())
  expect(refusal(await writeOff(second))).toEqual([409, 'write-off-asked'])
  expect(refusal(await scene.manager.client.post(`${path}/write-off/confirm`, {}))).toEqual([
    409,
    'same-person',
  ])
  expect(await askOffice(tablet)).toEqual({ verdicts: [], writtenOff: null })
  done(await second.client.post(`${path}/write-off/refuse`, { reason: 'it was found' }))
  done(await writeOff())
  done(await second.client.post(`${path}/write-off/confirm`, {}))
  expect(refusal(await second.client.post(`${path}/write-off/refuse`, { reason: 'late' }))).toEqual([
    404,
    'write-off-unknown',
  ])
  expect(await askOffice(tablet)).toEqual({ verdicts: [], writtenOff: { reason } })
  const shown = done(await scene.manager.client.get<OneTablet>(path))
  expect(shown).toMatchObject({
    isAlone: false,
    writeOff: {
      reason,
      askedBy: { staffId: scene.manager.staffId },
      confirmedBy: { staffId: second.staffId },
    },
  })
  const noted = await scene.server.db
    .selectFrom('audit_entries')
    .select('action')
    .where('subject', '=', `tablet:${tablet.id}`)
    .where('action', 'like', 'tablet.w%')
    .execute()
  expect(noted.map(({ action }) => action).toSorted()).toEqual([
    'tablet.write-off-asked',
    'tablet.write-off-asked',
    'tablet.write-off-refused',
    'tablet.written-off',
  ])
})

const statusesOf = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b)

test('of many who confirm or refuse at once what is given up, one has a say', async () => {
  const tablet = await pairTablet(scene)
  const path = `/tablets/${tablet.id}`
  const second = await signIn(scene.server, ['programme-manager'])
  done(await scene.manager.client.post(`${path}/revoke`))
  const reason = 'fell into the fountain'
  const asked = await Promise.all(
    Array.from({ length: 10 }, () => scene.manager.client.post(`${path}/write-off`, { reason })),
  )
  expect(statusesOf(asked)).toEqual([200, ...Array<number>(9).fill(409)])
  const said = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      second.client.post(
        `${path}/write-off/${index % 2 ? 'confirm' : 'refuse'}`,
        index % 2 ? {} : { reason: 'found' },
      ),
    ),
  )
  expect(statusesOf(said)).toEqual([200, ...Array<number>(19).fill(404)])
  expect((await scene.manager.client.post(`${path}/write-off`, { reason: 'x'.repeat(100_000) })).status).toBe(
    400,
  )
  expect((await scene.server.client().get('/laptop')).status).toBe(404)
})
