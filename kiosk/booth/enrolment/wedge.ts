import { useEffect, useEffectEvent } from 'react'

/** In a field: no hand types two keys as close together as this. */
const fastestHandMs = 40
/** Beside the fields nobody types; a key that was touched before the scan is no part of it. */
const sameLineMs = 500
/** A line of a scanner or stripe reader is longer than what fast fingers do by chance. */
const shortestLine = 8

/**
 * Hears a scanner or stripe reader that types like a keyboard: a line that ends with Enter, wherever the focus is.
 * In a field it is told from a hand by its speed.
 */
export function useWedge(onLine: (line: string) => void) {
  const tell = useEffectEvent(onLine)
  useEffect(() => {
    let line = ''
    let lastAt = 0
    const listen = (event: KeyboardEvent) => {
      const isDevice = event.timeStamp - lastAt < (isField(event.target) ? fastestHandMs : sameLineMs)
      lastAt = event.timeStamp
      if (event.key === 'Enter') {
        if (isDevice && line.length >= shortestLine) {
          event.preventDefault()
          event.stopPropagation()
          tell(line)
        }
        line = ''
      } else if (event.key.length === 1) line = (isDevice ? line : '') + event.key
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}

const isField = (target: EventTarget | null) => target instanceof HTMLInputElement
