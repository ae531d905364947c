import { useEffect, useEffectEvent } from 'react'
import { now } from '../../ui/now.ts'

const idleMs = 5 * 60_000
const lookMs = 5_000

/** Locks when nobody has touched the tablet for five minutes, also while it slept in a pocket. */
export function useIdleLock(isOpen: boolean, onIdle: () => void) {
  const lock = useEffectEvent(onIdle)
  useEffect(() => {
    if (!isOpen) return undefined
    let touchedAt = now().getTime()
    const look = () => {
      if (now().getTime() - touchedAt > idleMs) lock()
    }
    const touch = () => {
      look()
      touchedAt = now().getTime()
    }
    const timer = setInterval(look, lookMs)
    const stop = new AbortController()
    const options = { signal: stop.signal, capture: true, passive: true }
    for (const name of ['pointerdown', 'keydown'] as const) window.addEventListener(name, touch, options)
    document.addEventListener('visibilitychange', look, options)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [isOpen])
}
