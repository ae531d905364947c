import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { done, enrol, form, refusal, setScene, type Scene } from '../drives/scene.ts'
import { ask, conflictsOf, lateForm, pairTablet, provisionOf, send, write } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 12, umbrellas: 10, mugs: 4 })
})
afterAll(() => scene[Symbol.asyncDispose]())

let next = 0
const card = () => scene.cards[(next += 1) - 1]?.cardNumber ?? ''
const by = () => scene.promoter.staffId

describe('a tablet', () => {
  test('is paired once with a code, and takes along what enrolments need', async () => {
    const tablet = await pairTablet(scene)
    const taken = await provisionOf(tablet)
    expect(taken).toMatchObject({
      booth: { id: scene.boothId },
      drive: { id: scene.driveId, days: [{ day: '2026-11-20' }, { day: '2026-11-21' }] },
      consent: { version: '2026-1' },
      team: [{ staffId: by() }],
      entries: { next: 1, previous: '' },
    })
    expect(taken.gifts.map(({ levels, insteadOf }) => [levels, insteadOf])).toEqual([
      [null, null],
      [null, null],
    ])
    const place = taken.levels.findIndex(({ code }) => code === scene.batch.level)
    expect([...Buffer.from(taken.cardLevels, 'base64')]).toEqual(Array.from({ length: 12 }, () => place))
    const heads = Buffer.from(taken.cards, 'base64')
    expect(heads).toHaveLength(12 * 8)
    const [first] = scene.cards
    const head = createHash('sha256')
      .update(first?.cardNumber ?? '')
      .digest()
      .subarray(0, 8)
    expect(heads.indexOf(head) % 8).toBe(0)
  })

  test('whose request is signed by another key, or not at all, gets nothing', async () => {
    const tablet = await pairTablet(scene)
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(refusal(await ask(tablet, { path: '/provision', key }))).toEqual([401, 'tablet-signature-wrong'])
    const bare = await scene.server.client().get(`/tablets/${tablet.id}/provision`)
    expect(refusal(bare)).toEqual([401, 'not-signed-in'])
    const other = await pairTablet(scene)
    expect(refusal(await ask({ ...tablet, id: other.id }, { path: '/provision' }))).toEqual([
      401,
      'tablet-signature-wrong',
    ])
  })

  test('that sends a write a second time is told how high its time must be', async () => {
    const tablet = await pairTablet(scene)
    done(await send(tablet))
    const body = { tabletNow: scene.server.clock.now().toISOString(), entries: [] }
    const again = await ask(tablet, { method: 'POST', path: '/entries', body, ms: tablet.lastMs })
    expect(refusal(again)).toEqual([409, 'tablet-request-stale'])
  })
})

describe('what a tablet kept', () => {
  test('becomes members with card, gift and points, once however often it is sent', async () => {
    const tablet = await pairTablet(scene)
    const given = card()
    write(tablet, { promoterId: by(), body: lateForm(scene, given) })
    write(tablet, { promoterId: by(), body: lateForm(scene, card(), { giftId: null }) })
    const first = done(await send(tablet))
    expect(first).toMatchObject({
      verdicts: [
        { number: 1, verdict: 'accepted' },
        { number: 2, verdict: 'accepted' },
      ],
      expected: 3,
    })
    expect(done(await send(tablet))).toEqual(first)
    const { cards } = done(
      await scene.manager.client.get<{ cards: unknown }>(`/cards/${given}`).then(async (answer) => ({
        ...answer,
        body: { cards: answer.body },
      })),
    )
    expect(cards).toMatchObject({ state: 'active' })
    const { entries } = await provisionOf(tablet)
    expect(entries.next).toBe(3)
  })

  test('that was enrolled online under the same id is a duplicate', async () => {
    const tablet = await pairTablet(scene)
    const given = card()
    const online = form(
      scene,
      scene.cards.find(({ cardNumber }) => cardNumber === given),
    )
    const id = randomUUID()
    done(await enrol(scene, online, { id }))
    write(tablet, { promoterId: by(), id, body: lateForm(scene, given, { phone: online.phone }) })
    expect(done(await send(tablet)).verdicts).toMatchObject([{ number: 1, verdict: 'duplicate' }])
  })

  test('stops at the first gap and says which number it wants', async () => {
    const tablet = await pairTablet(scene)
    for (let i = 0; i < 3; i += 1) write(tablet, { kind: 'shift-opened', promoterId: by() })
    expect(done(await send(tablet, 1))).toEqual({ verdicts: [], expected: 1 })
    expect(done(await send(tablet, 0, 1)).expected).toBe(2)
    expect(done(await send(tablet, 2)).expected).toBe(2)
    expect(done(await send(tablet)).expected).toBe(4)
  })

  test('is refused as a whole where the chain or a signature is broken, and is kept', async () => {
    const tablet = await pairTablet(scene)
    write(tablet, { promoterId: by(), body: lateForm(scene, card()) })
    write(tablet, { promoterId: by(), body: lateForm(scene, card()) })
    const [one, two] = tablet.chain
    if (!one || !two) throw new Error('two entries')
    tablet.chain = [one, { ...two, text: two.text.replace('王小明', '王大明') }]
    expect(refusal(await send(tablet))).toEqual([400, 'chain-broken'])
    const held = await scene.server.db
      .selectFrom('tablet_held')
      .select(['number', 'is_signed', 'sealed_text'])
      .where('tablet_id', '=', tablet.id)
      .orderBy('number')
      .execute()
    expect(held.map(({ number, is_signed }) => [number, is_signed])).toEqual([
      [1, true],
      [2, false],
    ])
    expect(Buffer.from(held[1]?.sealed_text ?? []).toString('latin1')).not.toContain('phone')
    tablet.chain = [one, two]
    expect(done(await send(tablet)).expected).toBe(3)
  })

  test('that nobody can read goes to the office, and what comes behind it goes on', async () => {
    const tablet = await pairTablet(scene)
    write(tablet, { kind: 'dance', promoterId: by() })
    write(tablet, { promoterId: by(), body: lateForm(scene, card()) })
    expect(done(await send(tablet)).verdicts).toMatchObject([
      { number: 1, verdict: 'refused', reason: 'entry-unreadable', action: 'kept-for-judgement' },
      { number: 2, verdict: 'accepted' },
    ])
    expect(await conflictsOf(scene)).toContainEqual([1, 'entry-unreadable', 'kept-for-judgement', 'judge'])
  })
})
