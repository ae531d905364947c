import type { KeyboardEvent } from 'react'
import { useBench } from '../bench.ts'
import { growBy, moveBy, reorder } from '../model/arrange.ts'
import {
  copyChosen,
  cutChosen,
  duplicateChosen,
  neighbour,
  pasteClipping,
  perform,
  removeChosen,
  select,
  selectAll,
  stepBack,
  stepForward,
  type Editor,
} from '../model/editor.ts'
import { group, ungroup } from '../model/grouping.ts'
import { zoomStep } from './use-zoom.ts'

const FINE_UM = 100
const COARSE_UM = 1_000

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const withControl: Readonly<Record<string, (editor: Editor) => Editor>> = {
  z: stepBack,
  y: stepForward,
  c: copyChosen,
  x: cutChosen,
  v: pasteClipping,
  d: duplicateChosen,
  a: selectAll,
  g: (editor) => perform(editor, 'grouped', group),
}
const withControlAndShift: Readonly<Record<string, (editor: Editor) => Editor>> = {
  z: stepForward,
  g: (editor) => perform(editor, 'ungrouped', ungroup),
}
const alone: Readonly<Record<string, (editor: Editor) => Editor>> = {
  Delete: removeChosen,
  Backspace: removeChosen,
  Escape: (editor) => select(editor, []),
  ']': (editor) => perform(editor, 'reordered', (scene) => reorder(scene, 'forward')),
  '[': (editor) => perform(editor, 'reordered', (scene) => reorder(scene, 'backward')),
  '}': (editor) => perform(editor, 'reordered', (scene) => reorder(scene, 'front')),
  '{': (editor) => perform(editor, 'reordered', (scene) => reorder(scene, 'back')),
}

function arrowWork(event: KeyboardEvent): ((editor: Editor) => Editor) | undefined {
  const way = arrows[event.key]
  if (!way) return undefined
  const step = event.shiftKey ? COARSE_UM : FINE_UM
  const [x, y] = [way[0] * step, way[1] * step]
  return event.altKey
    ? (editor) => perform(editor, 'resized', (scene) => growBy(scene, x, y), 'grow by keys')
    : (editor) => perform(editor, 'moved', (scene) => moveBy(scene, x, y), 'move by keys')
}

/** Everything that a pointer can do on the card, by keys. Tab walks through the elements and on past the last one. */
export function useKeys(scale: number) {
  const { editor, act, setView } = useBench()
  return (event: KeyboardEvent) => {
    const done = (work: (editor: Editor) => Editor) => {
      event.preventDefault()
      act(work)
    }
    const zoomTo = (zoom: number | 'fit') => {
      event.preventDefault()
      setView({ zoom })
    }
    const arrow = arrowWork(event)
    if (arrow) return done(arrow)
    if (event.ctrlKey || event.metaKey) {
      const table = event.shiftKey ? withControlAndShift : withControl
      const work = table[event.key.toLowerCase()]
      return work ? done(work) : undefined
    }
    if (event.key === 'Tab') {
      const next = neighbour(editor, event.shiftKey ? -1 : 1)
      return next === undefined ? undefined : done((now) => select(now, [next]))
    }
    if (event.key === '+' || event.key === '=') return zoomTo(zoomStep(scale, 1))
    if (event.key === '-') return zoomTo(zoomStep(scale, -1))
    if (event.key === '0') return zoomTo('fit')
    const work = alone[event.key]
    return work ? done(work) : undefined
  }
}
