import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useBench, type View } from '../bench.ts'

/** CSS px to the millimetre at 100 %: an inch is 96 px. */
export const LIFE_SIZE = 96 / 25.4
const STEPS = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24].map((times) => times * LIFE_SIZE)

/** The least room around the card, on which its bleed lies. */
const PAD_MM = 6
const CARD_MM = { wide: 85.6, high: 53.98 }
const RULER_PX = 24

export interface Sheet {
  /** px to the millimetre */
  scale: number
  /** room on the left and right of the card, and above and below, in millimetres */
  padMm: readonly [number, number]
}

/** The scale in use, and the sheet around the card, which fills the room that there is. */
export function useSheet(room: RefObject<HTMLElement | null>): Sheet {
  const { view, setView } = useBench()
  const [size, setSize] = useState({ wide: 600, high: 400 })
  const tell = useEffectEvent((fitted: number) => setView({ fitted }))
  useEffect(() => {
    const place = room.current
    if (!place) return undefined
    const watch = new ResizeObserver(() => {
      const [wide, high] = [place.clientWidth - RULER_PX, place.clientHeight - RULER_PX]
      setSize({ wide, high })
      const byWidth = wide / (CARD_MM.wide + 2 * PAD_MM)
      const byHeight = high / (CARD_MM.high + 2 * PAD_MM)
      tell(Math.max(1, Math.min(byWidth, byHeight)))
    })
    watch.observe(place)
    return () => watch.disconnect()
  }, [room])
  const scale = scaleOf(view)
  const pad = (px: number, mm: number) => Math.max(PAD_MM, (px / scale - mm) / 2)
  const sheet: Sheet = { scale, padMm: [pad(size.wide, CARD_MM.wide), pad(size.high, CARD_MM.high)] }
  useSteadyMiddle(room, sheet)
  useWheel(room, scale)
  return sheet
}

/** Keeps what is in the middle of the room there when it grows or shrinks. */
function useSteadyMiddle(room: RefObject<HTMLElement | null>, { scale, padMm: [padX, padY] }: Sheet) {
  const before = useRef({ scale, padX, padY })
  useLayoutEffect(() => {
    const old = before.current
    before.current = { scale, padX, padY }
    const place = room.current
    if (!place || old.scale === scale) return
    const scrolled = (at: number, px: number, oldPad: number, pad: number) => {
      const half = (px - RULER_PX) / 2
      return ((at + half) / old.scale - oldPad + pad) * scale - half
    }
    place.scrollTo(
      scrolled(place.scrollLeft, place.clientWidth, old.padX, padX),
      scrolled(place.scrollTop, place.clientHeight, old.padY, padY),
    )
  }, [room, scale, padX, padY])
}

/** A wheel with Control, or two fingers that part: one step at a time, however finely they are told. */
const WHEEL_PAUSE_MS = 90

function useWheel(room: RefObject<HTMLElement | null>, scale: number) {
  const { setView } = useBench()
  const last = useRef(0)
  const turn = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    if (event.timeStamp - last.current < WHEEL_PAUSE_MS) return
    last.current = event.timeStamp
    setView({ zoom: zoomStep(scale, event.deltaY < 0 ? 1 : -1) })
  })
  useEffect(() => {
    const place = room.current
    const hear = (event: WheelEvent) => turn(event)
    place?.addEventListener('wheel', hear, { passive: false })
    return () => place?.removeEventListener('wheel', hear)
  }, [room])
}

export const scaleOf = ({ zoom, fitted }: Pick<View, 'zoom' | 'fitted'>): number =>
  zoom === 'fit' ? fitted : zoom

/** The next larger or smaller step from what is shown. */
export const zoomStep = (scale: number, way: 1 | -1): number =>
  (way === 1
    ? STEPS.find((step) => step > scale * 1.01)
    : STEPS.toReversed().find((step) => step < scale * 0.99)) ?? scale
