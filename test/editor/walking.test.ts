import { expect, test } from 'vitest'
import type { DesignElement } from '../../card-designs/engine/design.ts'
import {
  copyAcross,
  enterGroup,
  leaveGroup,
  neighbour,
  openEditor,
  sceneOf,
  select,
  type Editor,
} from '../../kiosk/office/designs/editor/model/editor.ts'
import { ids, rect, scene } from './model.ts'

const group: DesignElement = {
  type: 'group',
  id: 'pair',
  elements: [rect('left', [0, 0, 1, 1]), rect('right', [5, 0, 1, 1])],
}
const begun = openEditor(scene([rect('ground', [0, 0, 9, 9]), group, rect('top', [2, 2, 1, 1])]).design)

const step = (editor: Editor, way: 1 | -1) => {
  const next = neighbour(editor, way)
  return next === undefined ? undefined : select(editor, [next])
}
const chosen = (editor: Editor | undefined) => editor && sceneOf(editor).selection

test('Tab walks over the elements, into no group of itself, and on past the last', () => {
  const ground = step(begun, 1)
  const pair = ground && step(ground, 1)
  const top = pair && step(pair, 1)
  expect([ground, pair, top].map(chosen)).toEqual([['ground'], ['pair'], ['top']])
  expect(top && step(top, 1)).toBeUndefined()
})

test('Enter goes into a group, Tab through it and out behind it, Escape back to the group and then to nothing', () => {
  const left = enterGroup(select(begun, ['pair']))
  expect(chosen(left)).toEqual(['left'])
  const right = step(left, 1)
  expect(chosen(right)).toEqual(['right'])
  expect(right && chosen(step(right, 1))).toEqual(['top'])
  expect(chosen(step(left, -1))).toEqual(['ground'])
  expect(chosen(leaveGroup(left))).toEqual(['pair'])
  expect(chosen(leaveGroup(leaveGroup(left)))).toEqual([])
})

test('what is chosen is put on the other side at its place, and is what is chosen there', () => {
  const across = sceneOf(copyAcross(select(begun, ['top'])))
  expect(across.side).toBe('back')
  expect(ids(across)).toEqual(['top'])
  expect(across.design.back.elements[0]).toEqual(rect('top', [2, 2, 1, 1]))
  expect(across.selection).toEqual(['top'])
})
