import { useEffect, useEffectEvent, type KeyboardEvent } from 'react'
import { useBench } from '../bench.ts'
import { growBy, moveBy, reorder } from '../model/arrange.ts'
import {
  copyChosen,
  cutChosen,
  duplicateChosen,
  enterGroup,
  leaveGroup,
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
import { group, isFrame, ungroup } from '../model/grouping.ts'
import { chosen } from '../model/tree.ts'
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
  Escape: leaveGroup,
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

/** What Control and a letter do; on a Mac the command key. */
function controlWork(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>) {
  if ((!event.ctrlKey && !event.metaKey) || event.altKey) return undefined
  return (event.shiftKey ? withControlAndShift : withControl)[event.key.toLowerCase()]
}

/** Everything that a pointer can do on the card, by keys. Tab walks through the elements and on past the last one. */
export function useKeys(scale: number, onText: () => void) {
  const { editor, scene, act, setView } = useBench()
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
    const control = controlWork(event)
    if (control) return done(control)
    if (event.ctrlKey || event.metaKey) return undefined
    if (event.key === 'Tab') {
      const next = neighbour(editor, event.shiftKey ? -1 : 1)
      return next === undefined ? undefined : done((now) => select(now, [next]))
    }
    if (event.key === 'Enter') {
      const [only] = chosen(scene)
      if (!only) return undefined
      const inner = isFrame(only.element) ? (only.element.elements[0] ?? only.element) : only.element
      if (inner.type === 'group') return done(enterGroup)
      if (inner.type !== 'text') return undefined
      event.preventDefault()
      return onText()
    }
    if (event.key === '+' || event.key === '=') return zoomTo(zoomStep(scale, 1))
    if (event.key === '-') return zoomTo(zoomStep(scale, -1))
    if (event.key === '0') return zoomTo('fit')
    const work = alone[event.key]
    return work ? done(work) : undefined
  }
}

const WRITES = 'textarea, input:not([type=checkbox], [type=color], [type=file])'

/** Undo, copy and the like from wherever the focus is in the editor, but where words are written or copied. */
export function useKeysEverywhere() {
  const { act } = useBench()
  const hear = useEffectEvent((event: globalThis.KeyboardEvent) => {
    const { target } = event
    if (event.defaultPrevented || !(target instanceof Element)) return
    const isOurs = target === document.body || target.closest('.design-editor') !== null
    if (!isOurs || target.closest(`[role=application], ${WRITES}`)) return
    const copiesWords = event.key.toLowerCase() === 'c' && getSelection()?.isCollapsed === false
    const isLayer = target.closest('.layers') !== null
    const work = copiesWords ? undefined : (controlWork(event) ?? (isLayer ? inLayers[event.key] : undefined))
    if (!work) return
    event.preventDefault()
    event.stopPropagation()
    act(work)
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => hear(event)
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [])
}

const inLayers: typeof alone = { Delete: removeChosen, Backspace: removeChosen }
