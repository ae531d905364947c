import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDesign } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import {
  align,
  distribute,
  edges,
  growBy,
  moveBy,
  reorder,
  resizeTo,
} from '../../kiosk/office/designs/editor/model/arrange.ts'
import { boxAroundAll, boxOf } from '../../kiosk/office/designs/editor/model/element-box.ts'
import { group, rotateTo } from '../../kiosk/office/designs/editor/model/grouping.ts'
import { boxOnCard, chosen, elementsOf } from '../../kiosk/office/designs/editor/model/tree.ts'
import { ids, one, rect, scene, text } from './model.ts'

test('a move takes gradient and clip along, because they lie on the card', () => {
  const shape = {
    type: 'shape',
    id: 's',
    d: 'M0 0L1000 0C1000 500 10-5 -100 20Z',
    clip: 'M0 0L10 10',
    fill: {
      kind: 'linear',
      from: [0, 0],
      to: [100, 0],
      stops: [
        [0, '#000000'],
        [1, '#FFFFFF'],
      ],
    },
  } as const
  const moved = one(moveBy(scene([structuredClone(shape) as never], ['s']), 100, 200), 's')
  expect(moved).toMatchObject({
    d: 'M100 200L1100 200C1100 700 110 195 0 220Z',
    clip: 'M100 200L110 210',
    fill: { from: [100, 200], to: [200, 200] },
  })
})

test('what is locked, or lies in a locked group, stays where it is', () => {
  const free = rect('free', [0, 0, 10, 10])
  const locked = { ...rect('locked', [0, 0, 10, 10]), locked: true }
  const moved = moveBy(scene([free, locked], ['free', 'locked']), 5, 5)
  expect(boxOf(one(moved, 'free')).xUm).toBe(5)
  expect(boxOf(one(moved, 'locked')).xUm).toBe(0)
})

test('a single element is aligned to the card, several to each other', () => {
  const alone = align(scene([rect('a', [10, 10, 600, 980])], ['a']), 'centre', 'each-other')
  expect(boxOf(one(alone, 'a')).xUm).toBe(42_500)
  const both = scene([rect('a', [10, 0, 100, 10]), rect('b', [500, 0, 50, 10])], ['a', 'b'])
  expect(boxOf(one(align(both, 'right', 'each-other'), 'a')).xUm).toBe(450)
  expect(boxOf(one(align(both, 'left', 'card'), 'b')).xUm).toBe(0)
})

test('three or more are distributed with gaps of one size; the outer two stay', () => {
  const three = [rect('a', [0, 0, 100, 10]), rect('c', [900, 0, 100, 10]), rect('b', [120, 0, 300, 10])]
  const spread = distribute(scene(three, ['a', 'b', 'c']), 'x')
  expect(['a', 'b', 'c'].map((id) => boxOf(one(spread, id)).xUm)).toEqual([0, 350, 900])
})

test('elements come one step forward past what they covered, together to the front, and back again', () => {
  const row = scene(
    ['a', 'b', 'c', 'd'].map((id) => rect(id, [0, 0, 10, 10])),
    ['a', 'b'],
  )
  expect(ids(reorder(row, 'forward'))).toEqual(['c', 'a', 'b', 'd'])
  expect(ids(reorder(row, 'front'))).toEqual(['c', 'd', 'a', 'b'])
  expect(reorder(row, 'back')).toBe(row)
  expect(ids(reorder({ ...row, selection: ['c'] }, 'backward'))).toEqual(['a', 'c', 'b', 'd'])
})

test('a text stretched to twice its height is set in twice its size', () => {
  const box = boxOf(text('t'))
  const taller = resizeTo(scene([text('t')], ['t']), box, { ...box, heightUm: box.heightUm * 2 })
  expect(one(taller, 't')).toMatchObject({ sizeUm: 8_000, widthUm: 30_000, fit: { minSizeUm: 2_000 } })
})

test('nothing shrinks below a tenth of a millimetre', () => {
  const small = growBy(scene([rect('a', [0, 0, 300, 300])], ['a']), -1_000, 0)
  expect(boxOf(one(small, 'a'))).toMatchObject({ widthUm: 100, heightUm: 300 })
})

test('an element inside a turned group moves on the card as far as it is told', () => {
  const turned = rotateTo(
    group(scene([rect('a', [100, 100, 50, 20]), rect('b', [300, 100, 50, 20])], ['a', 'b'])),
    90,
  )
  const inner = { ...turned, selection: ['a'] }
  const before = chosen(inner)[0]!
  const after = chosen(moveBy(inner, 40, 7))[0]!
  expect(boxOnCard(after).xUm - boxOnCard(before).xUm).toBeCloseTo(40)
  expect(boxOnCard(after).yUm - boxOnCard(before).yUm).toBeCloseTo(7)
})

const templates = Object.values(cardTemplates)

test('whatever is done to the templates leaves a design that the engine takes', () => {
  const step = fc.integer({ min: -250_000, max: 250_000 })
  const action = fc.oneof(
    fc.tuple(fc.constant('move'), step, step),
    fc.tuple(fc.constant('grow'), step, step),
    fc.tuple(fc.constant('turn'), step, step),
    fc.tuple(fc.constant('align'), fc.integer({ min: 0, max: 5 }), step),
    fc.tuple(fc.constant('group'), step, step),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...templates),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
      fc.array(action, { maxLength: 6 }),
      (design, picks, actions) => {
        let now = { design, side: 'front' as const, selection: [] as readonly string[] }
        const all = elementsOf(now).map(({ id }) => id)
        now = { ...now, selection: picks.map((i) => all[i % all.length]!) }
        for (const [name, x, y] of actions) {
          const done =
            name === 'move'
              ? moveBy(now, x, y)
              : name === 'grow'
                ? growBy(now, x, y)
                : name === 'turn'
                  ? rotateTo(now, x / 100)
                  : name === 'align'
                    ? align(now, edges[x % 6]!, 'card')
                    : group(now)
          now = { ...done, side: 'front' }
        }
        parseDesign({ ...now.design })
        expect(boxAroundAll(chosen(now).map(boxOnCard))).toBeDefined()
      },
    ),
    { numRuns: 60, seed: 7 },
  )
})
