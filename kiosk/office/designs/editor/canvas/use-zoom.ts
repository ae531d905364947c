import { useEffect, useState, type RefObject } from 'react'
import type { Bench } from '../bench.ts'

/** CSS px to the millimetre at 100 %: an inch is 96 px. */
export const LIFE_SIZE = 96 / 25.4
const STEPS = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24].map((times) => times * LIFE_SIZE)

/** Room around the card, on which its bleed lies. */
export const PAD_MM = 6
const SHEET_MM = { wide: 85.6 + 2 * PAD_MM, high: 53.98 + 2 * PAD_MM }

/** Pixels to the millimetre, for the room that there is. */
export function useScale(room: RefObject<HTMLElement | null>, zoom: Bench['view']['zoom']): number {
  const [fit, setFit] = useState(2 * LIFE_SIZE)
  useEffect(() => {
    const place = room.current
    if (!place) return undefined
    const measure = () => {
      const wide = (place.clientWidth - 40) / SHEET_MM.wide
      const high = (place.clientHeight - 40) / SHEET_MM.high
      setFit(Math.max(1, Math.min(wide, high)))
    }
    const watch = new ResizeObserver(measure)
    watch.observe(place)
    return () => watch.disconnect()
  }, [room])
  return zoom === 'fit' ? fit : zoom
}

/** The next larger or smaller step from what is shown. */
export const zoomStep = (scale: number, way: 1 | -1): number =>
  (way === 1
    ? STEPS.find((step) => step > scale * 1.01)
    : STEPS.toReversed().find((step) => step < scale * 0.99)) ?? scale
