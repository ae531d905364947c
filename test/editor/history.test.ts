import { expect, test } from 'vitest'
import { moveBy } from '../../kiosk/office/designs/editor/model/arrange.ts'
import { change, rename, setLocked } from '../../kiosk/office/designs/editor/model/change-element.ts'
import {
  addElements,
  copyChosen,
  cutChosen,
  duplicateChosen,
  endRun,
  neighbour,
  openEditor,
  pasteClipping,
  perform,
  removeChosen,
  sceneOf,
  select,
  selectAll,
  setHidden,
  showSide,
  stepBack,
  stepForward,
  toggle,
  type Editor,
} from '../../kiosk/office/designs/editor/model/editor.ts'
import { boxOf } from '../../kiosk/office/designs/editor/model/element-box.ts'
import { ids, one, rect, scene, text } from './model.ts'

const open = (...elements: Parameters<typeof scene>[0]) => openEditor(scene(elements).design)
const nudge = (editor: Editor) => perform(editor, 'moved', (now) => moveBy(now, 100, 0), 'nudge')
const xOf = (editor: Editor, id: string) => boxOf(one(sceneOf(editor), id)).xUm

test('ten nudges in one run are one step back; after a pause they are two', () => {
  let editor = select(open(rect('a', [0, 0, 10, 10])), ['a'])
  for (let i = 0; i < 10; i++) editor = nudge(editor)
  expect(xOf(editor, 'a')).toBe(1_000)
  editor = nudge(endRun(editor))
  expect(xOf(stepBack(editor), 'a')).toBe(1_000)
  expect(xOf(stepBack(stepBack(editor)), 'a')).toBe(0)
  expect(xOf(stepForward(stepForward(stepBack(stepBack(editor)))), 'a')).toBe(1_100)
})

test('a new change after a step back forgets what was undone', () => {
  let editor = select(open(rect('a', [0, 0, 10, 10])), ['a'])
  editor = nudge(stepBack(nudge(editor)))
  expect(stepForward(editor).said?.deed).toBe('nothing')
})

test('a step back brings what was removed, chosen as it was', () => {
  const editor = removeChosen(select(open(rect('a', [0, 0, 10, 10])), ['a']))
  expect(ids(sceneOf(editor))).toEqual([])
  const back = sceneOf(stepBack(editor))
  expect([ids(back), back.selection]).toEqual([['a'], ['a']])
})

test('what changes nothing is no step, and says so', () => {
  const editor = removeChosen(open(rect('a', [0, 0, 10, 10])))
  expect([editor.said?.deed, editor.history.past.length]).toEqual(['nothing', 0])
})

test('a copy is pasted at the same place of the other side, and beside its original on its own', () => {
  const copied = copyChosen(select(open(rect('a', [100, 0, 10, 10])), ['a']))
  const here = pasteClipping(copied)
  expect(ids(sceneOf(here))).toEqual(['a', 'a-2'])
  expect(xOf(here, 'a-2')).toBe(2_100)
  const there = pasteClipping(showSide(copied, 'back'))
  expect([ids(sceneOf(there)), xOf(there, 'a')]).toEqual([['a'], 100])
})

test('copies of groups get ids of their own within, and no lock', () => {
  const group = { type: 'group' as const, id: 'g', locked: true, elements: [text('t')] }
  const twice = duplicateChosen(select(open(group), ['g']))
  expect(one(sceneOf(twice), 'g-2')).toMatchObject({ elements: [{ id: 't-2' }] })
  expect(one(sceneOf(twice), 'g-2').locked).toBeUndefined()
})

test('cutting keeps what is locked on the card', () => {
  const cut = cutChosen(
    select(open(rect('a', [0, 0, 10, 10]), { ...rect('b', [0, 0, 10, 10]), locked: true }), ['a', 'b']),
  )
  expect(ids(sceneOf(cut))).toEqual(['b'])
  expect(cut.clipping.map(({ id }) => id)).toEqual(['a'])
})

test('walking goes from back to front, past what is hidden, and ends after the last', () => {
  const editor = setHidden(
    open(rect('a', [0, 0, 10, 10]), rect('b', [0, 0, 10, 10]), rect('c', [0, 0, 10, 10])),
    ['b'],
    true,
  )
  expect(neighbour(editor, 1)).toBe('a')
  expect(neighbour(select(editor, ['a']), 1)).toBe('c')
  expect(neighbour(select(editor, ['c']), 1)).toBeUndefined()
  expect(neighbour(editor, -1)).toBe('c')
})

test('choosing adds and takes out; everything means what is neither locked nor hidden', () => {
  const editor = open(
    rect('a', [0, 0, 10, 10]),
    { ...rect('b', [0, 0, 10, 10]), locked: true },
    rect('c', [0, 0, 10, 10]),
  )
  expect(sceneOf(selectAll(editor)).selection).toEqual(['a', 'c'])
  expect(sceneOf(toggle(selectAll(editor), 'a')).selection).toEqual(['c'])
  expect(sceneOf(select(editor, ['gone'])).selection).toEqual([])
})

test('a name may be given to what is locked; an empty one is taken away', () => {
  const locked = setLocked(scene([rect('a', [0, 0, 10, 10])], ['a']), true)
  expect(one(change(locked, 'a', { opacity: 0.5 }), 'a')).not.toHaveProperty('opacity')
  const named = rename(locked, 'a', ' Band ')
  expect(one(named, 'a')).toMatchObject({ name: 'Band', locked: true })
  expect(one(rename(named, 'a', ' '), 'a')).not.toHaveProperty('name')
  expect(one(setLocked(named, false), 'a')).not.toHaveProperty('locked')
})

test('added elements are on top, chosen, under ids that nobody had', () => {
  const editor = addElements(open(text('text')), [text('text'), text('text')])
  expect(ids(sceneOf(editor))).toEqual(['text', 'text-2', 'text-3'])
  expect(sceneOf(editor).selection).toEqual(['text-2', 'text-3'])
})
