import { useEffect, useRef, useState } from 'react'
import { useFormats } from '../../i18n/format.ts'

const LASTS_MS = 600

const isMotionUnwanted = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
const easeOut = (share: number) => 1 - (1 - share) ** 3

/** A number that runs to its value; who listens instead of looking hears the value only. */
export function CountUp({ value, isStill }: { value: number; isStill: boolean }) {
  const { number } = useFormats()
  const [shown, setShown] = useState(isStill ? value : 0)
  const from = useRef(shown)

  useEffect(() => {
    const start = from.current
    const begunAt = performance.now()
    let frame = 0
    const step = (now: number) => {
      const share = isMotionUnwanted() ? 1 : Math.min(1, Math.max(0, (now - begunAt) / LASTS_MS))
      from.current = Math.round(start + (value - start) * easeOut(share))
      setShown(from.current)
      if (share < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [value])

  return (
    <>
      <span className="figures" aria-hidden="true">
        {number(shown)}
      </span>
      <span className="unseen">{number(value)}</span>
    </>
  )
}
