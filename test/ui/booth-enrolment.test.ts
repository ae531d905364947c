import { describe, expect, test } from 'vitest'
import { Problem } from '../../kiosk/api/problem.ts'
import type { BoothDesk } from '../../kiosk/api/drives.ts'
import { giftStanding, inTheirTurn, type TableGift } from '../../kiosk/booth/enrolment/gift-rule.ts'
import { firstLacking, lacksOf } from '../../kiosk/booth/enrolment/missing.ts'
import {
  contentOf,
  follow,
  nobodyYet,
  noGift,
  type Enrolment,
  type Form,
} from '../../kiosk/booth/enrolment/state.ts'

const card = {
  shown: { kind: 'typed', cardNumber: '9156000000000009' },
  means: 'typed',
  cardNumber: '9156',
} as const
const whole: Form = {
  phone: '138 1234 5678',
  name: ' 王小明 ',
  birthday: '1990-03-08',
  introducer: ' 139 0000 0001 ',
  sourceCode: 'radio',
  consent: { version: '2026-1', signature: { kind: 'typed', name: '王小明' } },
  card,
  gift: 'umbrella',
}
const desk = {
  booth: { id: 'booth' },
  day: '2026-11-20',
  consent: { version: '2026-1' },
  sources: [{ code: 'radio' }],
  stock: { cards: 3, gifts: [{ giftId: 'umbrella', onHand: 1, levels: null, insteadOf: null }] },
} as BoothDesk

const at = (step: Extract<Enrolment, { at: 'form' }>['step'], form = whole): Enrolment => ({
  at: 'form',
  step,
  form,
})
const content = contentOf(whole, 'booth')
if (!content) throw new Error('the whole form is sent')
const attempt = { commandId: 'the first id', content }
const sending = follow(at('gift'), { type: 'sent', attempt })
const problem = (code: string) => new Problem({ code, status: 409, title: code })

describe('an enrolment', () => {
  test('keeps its one id while no answer comes, and nothing of it can be changed meanwhile', () => {
    const lost = follow(sending, { type: 'answer-lost' })
    expect(lost).toEqual({ at: 'sending', form: whole, attempt, isLost: true })
    expect(follow(lost, { type: 'filled', part: { name: '别人' } })).toBe(lost)
    expect(follow(lost, { type: 'sent', attempt: { commandId: 'another', content } })).toBe(lost)
    expect(follow(lost, { type: 'sent-again' })).toEqual(sending)
  })

  test('that is done holds nothing personal any more', () => {
    const answer = {
      enrolmentId: 'e',
      outcome: 'new-member',
      cardNumber: '9156',
      giftId: null,
      welcomePoints: 20,
      receiptUrl: '/r',
    } as const
    const done = follow(sending, { type: 'answered', answer })
    expect(done).toEqual({ at: 'done', answer })
    expect(JSON.stringify(done)).not.toMatch(/王小明|1381234|1990/)
    expect(follow(done, { type: 'next-person' })).toBe(nobodyYet)
  })

  test.each([
    ['phone-invalid', 'person', {}],
    ['consent-outdated', 'consent', { consent: null }],
    ['card-already-given', 'card', { card: null }],
    ['reading-expired', 'card', { card: null }],
    ['stripe-edited', 'card', { card: null }],
    ['gift-out-of-stock', 'gift', { gift: null }],
    ['no-open-shift', 'gift', {}],
  ])('refused with %s goes back to the step %s and keeps all that is still good', (code, step, lost) => {
    const refusal = problem(code)
    expect(follow(sending, { type: 'refused', problem: refusal })).toEqual({
      at: 'form',
      step,
      form: { ...whole, ...lost },
      refusal,
    })
  })

  test('that was kept is taken up once, and never over something begun since', () => {
    expect(follow(nobodyYet, { type: 'restored', enrolment: sending })).toBe(sending)
    const begun = follow(nobodyYet, { type: 'filled', part: { name: '李' } })
    expect(follow(begun, { type: 'restored', enrolment: sending })).toBe(begun)
  })

  test('is sent with what was filled in, and not before it is whole', () => {
    expect(content).toEqual({
      boothId: 'booth',
      name: '王小明',
      phone: '138 1234 5678',
      birthday: '1990-03-08',
      introducer: '139 0000 0001',
      sourceCode: 'radio',
      consentVersion: '2026-1',
      signature: { typedName: '王小明' },
      card: card.shown,
      giftId: 'umbrella',
    })
    expect(contentOf({ ...whole, birthday: '', gift: noGift }, 'booth')).toMatchObject({ giftId: null })
    expect(contentOf({ ...whole, birthday: '' }, 'booth')).not.toHaveProperty('birthday')
    for (const part of ['sourceCode', 'consent', 'card', 'gift'] as const)
      expect(contentOf({ ...whole, [part]: null }, 'booth'), part).toBeUndefined()
  })
})

describe('a step', () => {
  test.each([
    ['person', { phone: ' ' }, ['phone-missing']],
    ['person', { phone: '12345' }, ['phone-wrong']],
    ['person', { phone: '+86 138-1234-5678' }, []],
    ['person', { phone: '１３８１２３４５６７８' }, []],
    ['person', { name: ' ' }, ['name-missing']],
    ['person', { birthday: '' }, []],
    ['person', { birthday: '1990-02-30' }, ['birthday-wrong']],
    ['person', { birthday: '1990-03' }, ['birthday-wrong']],
    ['person', { birthday: '2026-11-21' }, ['birthday-wrong']],
    ['consent', { sourceCode: 'gone' }, ['source-missing']],
    ['consent', { consent: null }, ['signature-missing']],
    ['card', { card: null }, ['card-missing']],
    ['gift', { gift: null }, ['gift-missing']],
    ['gift', { gift: 'mug' }, ['gift-gone']],
    ['gift', { gift: noGift }, []],
  ] as const)('%s with %o lacks %o', (step, part, lacks) => {
    expect(lacksOf(step, { ...whole, ...part }, desk)).toEqual(lacks)
  })

  test('is asked again when the consent text has changed since the signature', () => {
    const changed = { ...desk, consent: { ...desk.consent, version: '2026-2' } }
    expect(firstLacking(whole, desk)).toBeUndefined()
    expect(firstLacking(whole, changed)).toBe('consent')
  })
})

const gift = (giftId: string, onHand: number, rule: Partial<TableGift> = {}) =>
  ({ giftId, onHand, levels: null, insteadOf: null, ...rule }) as TableGift

const table = (umbrellas: number) => [
  gift('umbrella', umbrellas),
  gift('mug', 2, { insteadOf: 'umbrella' }),
  gift('bag', 1, { levels: ['gold'] }),
]

function standings(umbrellas: number, level?: string) {
  const gifts = table(umbrellas)
  return gifts.map((one) => giftStanding(one, { gifts, level }).kind)
}

describe('the gifts of a drive', () => {
  test('an alternative goes over the table only once the first has run out', () => {
    expect(standings(1, 'gold')).toEqual(['free', 'not-yet', 'free'])
    expect(standings(0, 'gold')).toEqual(['gone', 'free', 'free'])
    expect(inTheirTurn(table(1).toReversed()).map(({ giftId }) => giftId)).toEqual(['bag', 'umbrella', 'mug'])
  })

  test('one for some levels is kept from other cards; where the level is not known the server judges', () => {
    expect(standings(1, 'silver')[2]).toBe('not-for-level')
    expect(standings(1)[2]).toBe('free')
  })

  test('that was chosen before another card was taken is asked for again', () => {
    const gold = { ...desk, stock: { cards: 3, gifts: table(1) } }
    const withCard = (level: string) => ({ ...whole, gift: 'bag', card: { ...card, level } })
    expect(lacksOf('gift', withCard('gold'), gold)).toEqual([])
    expect(lacksOf('gift', withCard('silver'), gold)).toEqual(['gift-not-for-level'])
    expect(firstLacking({ ...whole, gift: 'mug' }, gold)).toBe('gift')
  })
})
