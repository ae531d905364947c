import { expect, test } from 'vitest'
import {
  keepOver,
  openEditor,
  perform,
  sceneOf,
  stepBack,
  takeDesign,
} from '../../kiosk/office/designs/editor/model/editor.ts'
import { add } from '../../kiosk/office/designs/editor/model/clipboard.ts'
import { differences } from '../../kiosk/office/designs/editor/draft/differences.ts'
import { ids, rect, scene } from './model.ts'

const begun = scene([rect('ground', [0, 0, 9, 9])]).design
const theirs = scene([rect('ground', [0, 0, 8, 8]), rect('stamp', [1, 1, 1, 1])]).design
const drawn = perform(openEditor(begun), 'added', (s) => add(s, [rect('seal', [2, 2, 1, 1])]))
const idsNow = (editor: typeof drawn) => ids(sceneOf(editor))

test('whoever takes what another saved finds their own again by undo', () => {
  const taken = takeDesign(drawn, theirs)
  expect(sceneOf(taken).design).toBe(theirs)
  expect(idsNow(stepBack(taken))).toEqual(['ground', 'seal'])
})

test('whoever keeps their own over what another saved finds that by undo, and below it what they had before', () => {
  const kept = keepOver(drawn, theirs)
  expect(idsNow(kept)).toEqual(['ground', 'seal'])
  expect(sceneOf(stepBack(kept)).design).toBe(theirs)
  expect(idsNow(stepBack(stepBack(kept)))).toEqual(['ground', 'seal'])
  expect(idsNow(stepBack(stepBack(stepBack(kept))))).toEqual(['ground'])
})

test('two states differ in what was changed, added or taken away, on either side', () => {
  const mine = sceneOf(drawn).design
  expect(differences(mine, theirs).map(({ side, element }) => [side, element.id])).toEqual([
    ['front', 'ground'],
    ['front', 'seal'],
    ['front', 'stamp'],
  ])
  expect(differences(mine, mine)).toEqual([])
})
