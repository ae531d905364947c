import { useEffect, useRef, useState } from 'react'
import type { Design, Side } from '../../../../../card-designs/engine/design.ts'
import type { DataChoice } from './card-data.ts'
import type { Fault } from '../../../../api/designs.ts'
import type { Answer, Ask } from './painting.ts'

export interface Painting {
  /** by element: the inside of an SVG in micrometres */
  pictures: ReadonlyMap<string, { svg: string; isBroken: boolean }>
  /** of both sides; undefined until they were looked for */
  faults: readonly Fault[] | undefined
  state: 'beginning' | 'there' | 'failed'
}

const NOTHING: Painting = { pictures: new Map(), faults: undefined, state: 'beginning' }
/** Faults are looked for when somebody pauses, not between two letters. */
const CHECK_AFTER_MS = 500

/** Paints a side as it is edited, in a thread of its own: the newest state wins, what is between is left out. */
export function usePainting(design: Design, side: Side, data: DataChoice): Painting {
  const [painting, setPainting] = useState(NOTHING)
  const painter = useRef<ReturnType<typeof startPainter>>(undefined)

  useEffect(() => {
    const started = startPainter(setPainting)
    painter.current = started
    return () => started.stop()
  }, [])

  useEffect(() => {
    painter.current?.paint({ design, side, data })
    const later = setTimeout(() => painter.current?.check(design), CHECK_AFTER_MS)
    return () => clearTimeout(later)
  }, [design, side, data])

  return painting
}

function startPainter(tell: (change: (before: Painting) => Painting) => void) {
  const worker = new Worker(new URL('./painter.worker.ts', import.meta.url), { type: 'module' })
  const svgs = new Map<number, string>()
  const waiting: { paint?: Ask; check?: Ask } = {}
  let isBusy = false
  let serial = 0

  const next = () => {
    const ask = waiting.paint ?? waiting.check
    if (isBusy || !ask) return
    if (ask === waiting.paint) delete waiting.paint
    else delete waiting.check
    isBusy = true
    worker.postMessage(ask, [])
  }
  worker.addEventListener('message', ({ data: answer }: MessageEvent<Answer>) => {
    isBusy = false
    if (answer.kind === 'painted') {
      for (const { key, svg } of answer.pictures) if (svg !== undefined) svgs.set(key, svg)
      const pictures = new Map(
        answer.pictures.map(({ id, key, isBroken }) => [id, { svg: svgs.get(key) ?? '', isBroken }]),
      )
      tell((before) => ({ ...before, pictures, state: 'there' }))
    } else if (answer.kind === 'checked') {
      const { faults } = answer
      tell((before) => ({ ...before, faults }))
    } else tell((before) => ({ ...before, state: 'failed' }))
    next()
  })
  worker.addEventListener('error', () => tell((before) => ({ ...before, state: 'failed' })))

  const { origin } = window.location
  return {
    paint(what: { design: Design; side: Side; data: DataChoice }) {
      waiting.paint = { kind: 'paint', serial: ++serial, origin, ...what }
      next()
    },
    check(design: Design) {
      waiting.check = { kind: 'check', serial: ++serial, design }
      next()
    },
    stop: () => worker.terminate(),
  }
}
