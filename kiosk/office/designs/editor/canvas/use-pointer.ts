import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'
import type { Box } from '../../../../../card-designs/engine/design.ts'
import { useBench } from '../bench.ts'
import { moveBy, resizeTo } from '../model/arrange.ts'
import { perform, select, toggle } from '../model/editor.ts'
import { boxAroundAll } from '../model/element-box.ts'
import { rotateTo, rotationOf } from '../model/grouping.ts'
import { snap, type SnapEdges, type SnapLine } from '../model/snap.ts'
import { boxOnCard, changeable, chosen, elementsOf } from '../model/tree.ts'
import { pulled, type Grip } from './handles.tsx'
import { snapFieldOf } from './snap-field.ts'

type Point = readonly [number, number]

type Held =
  | { kind: 'move'; from: Point; box: Box }
  | { kind: 'pull'; from: Point; box: Box; grip: Grip }
  | { kind: 'turn'; centre: Point; startDeg: number; baseDeg: number }
  | { kind: 'frame'; from: Point; adds: boolean }

/** What the pointer does just now; the design takes it over when it lets go. */
export type Gesture =
  | { kind: 'move'; xUm: number; yUm: number; lines: readonly SnapLine[] }
  | { kind: 'pull'; from: Box; to: Box; lines: readonly SnapLine[] }
  | { kind: 'turn'; centre: Point; byDeg: number; toDeg: number }
  | { kind: 'frame'; box: Box }

/** A press that trembles is no move. */
const STILL_PX = 3

const angleOf = ([cx, cy]: Point, [x, y]: Point) => (Math.atan2(y - cy, x - cx) * 180) / Math.PI

const boxBetween = ([x1, y1]: Point, [x2, y2]: Point): Box => ({
  xUm: Math.min(x1, x2),
  yUm: Math.min(y1, y2),
  widthUm: Math.abs(x2 - x1),
  heightUm: Math.abs(y2 - y1),
})

/** Moving, pulling, turning and framing with mouse, pen or finger, in micrometres on the card. */
export function usePointer(sheet: RefObject<SVGSVGElement | null>, umPerPx: number) {
  const { editor, scene, act, view } = useBench()
  const held = useRef<Held>(undefined)
  const [gesture, setGesture] = useState<Gesture>()

  const isUnderWay = gesture !== undefined
  useEffect(() => {
    if (!isUnderWay) return undefined
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      held.current = undefined
      setGesture(undefined)
    }
    window.addEventListener('keydown', escape, true)
    return () => window.removeEventListener('keydown', escape, true)
  }, [isUnderWay])

  const pointOf = (event: PointerEvent): Point => {
    const matrix = sheet.current?.getScreenCTM()?.inverse()
    if (!matrix) return [0, 0]
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix)
    return [x, y]
  }
  const hold = (event: PointerEvent, what: Held) => {
    held.current = what
    sheet.current?.setPointerCapture(event.pointerId)
  }
  const boxOfChosen = (ids: readonly string[]) =>
    boxAroundAll(chosen({ ...scene, selection: ids }).map(boxOnCard))

  const snapTo = (box: Box, edges?: SnapEdges) =>
    view.isSnapping
      ? snap(box, snapFieldOf(editor, view, { umPerPx, without: scene.selection }), edges)
      : { xUm: 0, yUm: 0, lines: [] }

  const gestureAt = (what: Held, to: Point, event: PointerEvent): Gesture | undefined => {
    if (what.kind === 'frame') return { kind: 'frame', box: boxBetween(what.from, to) }
    if (what.kind === 'turn') {
      const free = what.baseDeg + angleOf(what.centre, to) - what.startDeg
      const toDeg = event.shiftKey ? Math.round(free / 15) * 15 : Math.round(free)
      return { kind: 'turn', centre: what.centre, byDeg: toDeg - what.baseDeg, toDeg }
    }
    let [x, y] = [to[0] - what.from[0], to[1] - what.from[1]]
    if (what.kind === 'move') {
      if (Math.hypot(x, y) < STILL_PX * umPerPx && !gesture) return undefined
      if (event.shiftKey) [x, y] = Math.abs(x) > Math.abs(y) ? [x, 0] : [0, y]
      const near = snapTo({ ...what.box, xUm: what.box.xUm + x, yUm: what.box.yUm + y })
      return { kind: 'move', xUm: Math.round(x + near.xUm), yUm: Math.round(y + near.yUm), lines: near.lines }
    }
    const free = pulled(what.box, what.grip, [x, y], event.shiftKey)
    const near = snapTo(free, {
      x: what.grip.x === 0 ? [] : [what.grip.x === 1 ? 'end' : 'start'],
      y: what.grip.y === 0 ? [] : [what.grip.y === 1 ? 'end' : 'start'],
    })
    const end = pulled(what.box, what.grip, [x + near.xUm, y + near.yUm], event.shiftKey)
    return { kind: 'pull', from: what.box, to: end, lines: near.lines }
  }

  return {
    gesture,
    onElement: (id: string, event: PointerEvent) => {
      if (event.button !== 0) return
      event.stopPropagation()
      if (event.shiftKey) return act((now) => toggle(now, id))
      const ids = scene.selection.includes(id) ? scene.selection : [id]
      if (ids !== scene.selection) act((now) => select(now, ids))
      const box = boxOfChosen(ids)
      if (box && changeable({ ...scene, selection: ids }).length > 0)
        hold(event, { kind: 'move', from: pointOf(event), box })
    },
    onChosen: (event: PointerEvent) => {
      if (event.button !== 0) return
      event.stopPropagation()
      const box = boxOfChosen(scene.selection)
      if (box && changeable(scene).length > 0) hold(event, { kind: 'move', from: pointOf(event), box })
    },
    onGround: (event: PointerEvent) => {
      if (event.button !== 0) return
      if (!event.shiftKey && scene.selection.length > 0) act((now) => select(now, []))
      hold(event, { kind: 'frame', from: pointOf(event), adds: event.shiftKey })
    },
    onPull: (grip: Grip, event: PointerEvent) => {
      event.stopPropagation()
      const box = boxOfChosen(scene.selection)
      if (box) hold(event, { kind: 'pull', from: pointOf(event), box, grip })
    },
    onTurn: (event: PointerEvent) => {
      event.stopPropagation()
      const [only] = chosen(scene)
      if (!only) return
      const box = boxOnCard(only)
      const centre: Point = [box.xUm + box.widthUm / 2, box.yUm + box.heightUm / 2]
      const baseDeg = rotationOf(only.element)
      hold(event, { kind: 'turn', centre, startDeg: angleOf(centre, pointOf(event)), baseDeg })
    },
    onMove: (event: PointerEvent) => {
      if (held.current) setGesture(gestureAt(held.current, pointOf(event), event))
    },
    onDone: () => {
      const what = held.current
      held.current = undefined
      setGesture(undefined)
      if (!what || !gesture) return
      if (gesture.kind === 'move' && (gesture.xUm !== 0 || gesture.yUm !== 0))
        act((now) => perform(now, 'moved', (before) => moveBy(before, gesture.xUm, gesture.yUm)))
      if (gesture.kind === 'pull')
        act((now) => perform(now, 'resized', (before) => resizeTo(before, gesture.from, gesture.to)))
      if (gesture.kind === 'turn')
        act((now) => perform(now, 'turned', (before) => rotateTo(before, gesture.toDeg)))
      if (gesture.kind === 'frame' && gesture.box.widthUm > STILL_PX * umPerPx) {
        const inside = elementsOf(scene).flatMap((element) =>
          !element.locked &&
          !editor.hidden.has(element.id) &&
          isWithin(boxOnCard({ element, parents: [] }), gesture.box)
            ? [element.id]
            : [],
        )
        const kept = what.kind === 'frame' && what.adds ? scene.selection : []
        act((now) => select(now, [...new Set([...kept, ...inside])]))
      }
    },
  }
}

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.xUm >= outer.xUm &&
  inner.yUm >= outer.yUm &&
  inner.xUm + inner.widthUm <= outer.xUm + outer.widthUm &&
  inner.yUm + inner.heightUm <= outer.yUm + outer.heightUm
