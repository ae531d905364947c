import { useEffect, useEffectEvent } from 'react'

/** No hand types two keys as close together as this. */
const fastestHandMs = 40
/** A line of a scanner or stripe reader is longer than what fast fingers do by chance. */
const shortestLine = 8

/** Hears a scanner or stripe reader that types like a keyboard: a fast line that ends with Enter, wherever the focus is. */
export function useWedge(onLine: (line: string) => void) {
  const tell = useEffectEvent(onLine)
  useEffect(() => {
    let line = ''
    let lastAt = 0
    const listen = (event: KeyboardEvent) => {
      const isFast = event.timeStamp - lastAt < fastestHandMs
      lastAt = event.timeStamp
      if (event.key === 'Enter') {
        if (isFast && line.length >= shortestLine) {
          event.preventDefault()
          event.stopPropagation()
          tell(line)
        }
        line = ''
      } else if (event.key.length === 1) line = (isFast ? line : '') + event.key
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}
