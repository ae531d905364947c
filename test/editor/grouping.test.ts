import { expect, test } from 'vitest'
import type { Box, DesignElement } from '../../card-designs/engine/design.ts'
import { boxOf } from '../../kiosk/office/designs/editor/model/element-box.ts'
import { canGroup, group, rotateTo, turn, ungroup } from '../../kiosk/office/designs/editor/model/grouping.ts'
import { boxOnCard, elementsOf, findElement } from '../../kiosk/office/designs/editor/model/tree.ts'
import { ids, one, rect, scene, text } from './model.ts'

const corners = (box: Box) => [box.xUm, box.yUm, box.widthUm, box.heightUm]

test('a group stands where its topmost element stood, and opened again leaves all as it was', () => {
  const before = scene(
    ['a', 'b', 'c', 'd'].map((id) => rect(id, [0, 0, 10, 10])),
    ['a', 'c'],
  )
  const grouped = group(before)
  expect(ids(grouped)).toEqual(['b', 'group', 'd'])
  expect(grouped.selection).toEqual(['group'])
  const opened = ungroup(grouped)
  expect(ids(opened)).toEqual(['b', 'a', 'c', 'd'])
  expect(opened.selection).toEqual(['a', 'c'])
})

test('a turned element turns about its centre, and comes out of its frame at nought', () => {
  const start = scene([rect('a', [1_000, 1_000, 400, 200])], ['a'])
  const turned = rotateTo(start, 90)
  expect(corners(boxOf(one(turned, turned.selection[0]!)))).toEqual([1_100, 900, 200, 400])
  const back = rotateTo(turned, 0)
  expect(elementsOf(back)).toEqual(elementsOf(start))
})

test('turning in many small steps ends where one turn ends, to the micrometre', () => {
  let stepped = scene([rect('a', [1_000, 1_000, 400, 200])], ['a'])
  for (let angle = 5; angle <= 90; angle += 5) stepped = rotateTo(stepped, angle)
  const [x, y] = corners(boxOf(elementsOf(stepped)[0]!))
  expect(Math.abs(x! - 1_100)).toBeLessThanOrEqual(10)
  expect(Math.abs(y! - 900)).toBeLessThanOrEqual(10)
})

test('elements of a turned and scaled group keep their places when it is opened', () => {
  const inner: DesignElement = {
    type: 'group',
    id: 'g',
    transform: { xUm: 9_000, yUm: 4_000, rotationDeg: 30, scale: 2 },
    elements: [
      rect('a', [0, 0, 1_000, 400]),
      {
        type: 'group',
        id: 'h',
        transform: { xUm: 500, yUm: 600, rotationDeg: 15, scale: 0.5 },
        elements: [text('t')],
      },
    ],
  }
  const before = scene([inner], ['g'])
  const after = ungroup(before)
  for (const id of ['a', 't']) {
    const [old, now] = [before, after].map((s) => corners(boxOnCard(findElement(elementsOf(s), id)!)))
    old!.forEach((value, i) => expect(Math.abs(value - now![i]!)).toBeLessThanOrEqual(2))
  }
})

test('no more than four groups lie in each other', () => {
  let deep = scene([rect('a', [0, 0, 10, 10])], ['a'])
  for (let i = 0; i < 4; i++) deep = group(deep)
  expect(canGroup(deep)).toBe(false)
  expect(group(deep)).toBe(deep)
})

test('elements of different levels make no group', () => {
  const grouped = group(scene([rect('a', [0, 0, 10, 10]), rect('b', [0, 0, 10, 10])], ['a']))
  expect(canGroup({ ...grouped, selection: ['a', 'b'] })).toBe(false)
})

test('angles stay between −180 and 180 degrees', () => {
  expect([0, 190, -190, 360, 540, 12.34].map(turn)).toEqual([0, -170, 170, 0, 180, 12.3])
})
