import { useEffect, useEffectEvent, useState, type PointerEvent, type RefObject } from 'react'
import { ID1, type Box } from '../../../../../card-designs/engine/design.ts'
import { useBench } from '../bench.ts'
import { perform } from '../model/editor.ts'
import { snap } from '../model/snap.ts'
import type { Scene } from '../model/tree.ts'
import { addGuide, changeZone, guidesOf, moveGuide, removeGuide, type Guide } from '../model/zones.ts'
import { snapFieldOf } from './snap-field.ts'

type Point = readonly [number, number]

/** A guide or a zone under the pointer; a guide without an index comes from the ruler. */
export type HeldMark =
  { kind: 'guide'; index: number | undefined; guide: Guide } | { kind: 'zone'; index: number; box: Box }

interface Held {
  from: Point
  begin: HeldMark
  now: HeldMark
}

const TENTH_UM = 100

/** Drags guides out of the rulers, over the card and off it again, and zones by their names. */
export function useMarks(sheet: RefObject<SVGSVGElement | null>, umPerPx: number) {
  const { editor, scene, act, view } = useBench()
  const [held, setHeld] = useState<Held>()
  const pointOf = (event: { clientX: number; clientY: number }): Point | undefined => {
    const matrix = sheet.current?.getScreenCTM()?.inverse()
    if (!matrix) return undefined
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix)
    return [x, y]
  }
  const move = ({ begin, from }: Held, to: Point): HeldMark => {
    const field = { ...snapFieldOf(editor, view, { umPerPx, without: [] }), guides: [] }
    const near = (box: Box, edges?: Parameters<typeof snap>[2]) =>
      view.isSnapping ? snap(box, field, edges) : { xUm: 0, yUm: 0 }
    if (begin.kind === 'zone') {
      const box = {
        ...begin.box,
        xUm: tenth(begin.box.xUm + to[0] - from[0]),
        yUm: tenth(begin.box.yUm + to[1] - from[1]),
      }
      const step = near(box)
      return { ...begin, box: { ...box, xUm: box.xUm + step.xUm, yUm: box.yUm + step.yUm } }
    }
    const { axis } = begin.guide
    const at = tenth(axis === 'x' ? to[0] : to[1])
    const step = near({ xUm: at, yUm: at, widthUm: 0, heightUm: 0 }, { x: ['start'], y: ['start'] })
    return { ...begin, guide: { axis, atUm: at + (axis === 'x' ? step.xUm : step.yUm) } }
  }

  const isHeld = held !== undefined
  const onMove = useEffectEvent((event: globalThis.PointerEvent) => {
    const to = pointOf(event)
    if (held && to) setHeld({ ...held, now: move(held, to) })
  })
  const onDone = useEffectEvent(() => {
    setHeld(undefined)
    if (held && held.now !== held.begin)
      act((now) => perform(now, 'changed', (before) => settled(before, held.now)))
  })
  useEffect(() => {
    if (!isHeld) return undefined
    const listening = new AbortController()
    const listen = { signal: listening.signal, capture: true }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      setHeld(undefined)
    }
    window.addEventListener('pointermove', (event) => onMove(event), listen)
    window.addEventListener('pointerup', () => onDone(), listen)
    window.addEventListener('pointercancel', () => setHeld(undefined), listen)
    window.addEventListener('keydown', escape, listen)
    return () => listening.abort()
  }, [isHeld])

  const guides = guidesOf(scene).map((guide, index) => ({ guide, index: index as number | undefined }))
  const heldGuide = held?.now.kind === 'guide' ? held.now : undefined
  return {
    /** as they are to be drawn just now */
    guides: heldGuide ? [...guides.filter(({ index }) => index !== heldGuide.index), heldGuide] : guides,
    zones: scene.design[scene.side].zones.map((zone, index) =>
      held?.now.kind === 'zone' && held.now.index === index ? { ...zone, box: held.now.box } : zone,
    ),
    onHold: (mark: HeldMark, event: PointerEvent) => {
      const from = event.button === 0 ? pointOf(event) : undefined
      if (!from) return
      event.stopPropagation()
      event.preventDefault()
      setHeld({ from, begin: mark, now: mark })
    },
  }
}

const tenth = (um: number): number => Math.round(um / TENTH_UM) * TENTH_UM

/** A guide that is let go beside the card is gone. */
function settled(scene: Scene, mark: HeldMark): Scene {
  if (mark.kind === 'zone') return changeZone(scene, mark.index, { box: mark.box })
  const { guide, index } = mark
  const end = guide.axis === 'x' ? ID1.widthUm : ID1.heightUm
  const isOnCard = guide.atUm >= 0 && guide.atUm <= end
  if (index === undefined) return isOnCard ? addGuide(scene, guide) : scene
  return isOnCard ? moveGuide(scene, index, guide.atUm) : removeGuide(scene, index)
}
