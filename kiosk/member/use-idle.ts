import { useEffect, useEffectEvent } from 'react'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const

/** Tells once when nobody touched, typed or moved anything for so long; every sign of a person starts anew. */
export function useIdle(afterMs: number, onIdle: () => void) {
  const tell = useEffectEvent(onIdle)
  useEffect(() => {
    let timer = setTimeout(() => tell(), afterMs)
    const startAnew = () => {
      clearTimeout(timer)
      timer = setTimeout(() => tell(), afterMs)
    }
    for (const sign of signs) window.addEventListener(sign, startAnew, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) window.removeEventListener(sign, startAnew, { capture: true })
    }
  }, [afterMs])
}
