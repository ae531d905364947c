import type { Box } from '../../../../../card-designs/engine/design.ts'
import { mapBetween } from '../model/map-element.ts'
import type { Gesture } from './use-pointer.ts'

/** A box as the attributes of an SVG rectangle. */
export const rectOf = ({ xUm, yUm, widthUm, heightUm }: Box) => ({
  x: xUm,
  y: yUm,
  width: widthUm,
  height: heightUm,
})

/** What a gesture does to the picture of what it holds, until the design takes it over. */
export function transformOf(gesture: Gesture | undefined): string | undefined {
  if (gesture?.kind === 'move') return `translate(${gesture.xUm} ${gesture.yUm})`
  if (gesture?.kind === 'turn') return `rotate(${gesture.byDeg} ${gesture.centre[0]} ${gesture.centre[1]})`
  if (gesture?.kind !== 'pull') return undefined
  const { scaleX, scaleY, moveX, moveY } = mapBetween(gesture.from, gesture.to)
  return `matrix(${scaleX} 0 0 ${scaleY} ${moveX} ${moveY})`
}

/** The box around what a gesture holds, where it is just now. */
export function shownBox(box: Box, gesture: Gesture | undefined): Box {
  if (gesture?.kind === 'move') return { ...box, xUm: box.xUm + gesture.xUm, yUm: box.yUm + gesture.yUm }
  return gesture?.kind === 'pull' ? gesture.to : box
}

/** The box of one of the elements that a gesture holds. */
export function mapOne(box: Box, gesture: Gesture, around: Box | undefined): Box {
  if (gesture.kind === 'move') return shownBox(box, gesture)
  if (gesture.kind !== 'pull' || !around) return box
  const { scaleX, scaleY, moveX, moveY } = mapBetween(gesture.from, gesture.to)
  return {
    xUm: scaleX * box.xUm + moveX,
    yUm: scaleY * box.yUm + moveY,
    widthUm: scaleX * box.widthUm,
    heightUm: scaleY * box.heightUm,
  }
}
