import { useEffect, useEffectEvent } from 'react'

/** A scanner types a character every few milliseconds; the slowest kiosk still takes them in so fast. */
const PAUSE_MS = 250
const LONGEST = 400
const SHORTEST = 8

/** Listens to a code scanner that types what it read and then Enter, as USB scanners do; nothing is shown. */
export function useScanner(isListening: boolean, onScan: (text: string) => void) {
  const tell = useEffectEvent(onScan)
  useEffect(() => {
    if (!isListening) return undefined
    let typed = ''
    let lastAt = 0
    const listen = (event: KeyboardEvent) => {
      if (event.timeStamp - lastAt > PAUSE_MS) typed = ''
      lastAt = event.timeStamp
      if (event.key === 'Enter' && typed.length >= SHORTEST) {
        event.preventDefault() // the button that has the focus is not meant
        event.stopPropagation()
        const text = typed
        typed = ''
        tell(text)
      } else if (event.key.length === 1) typed = (typed + event.key).slice(0, LONGEST)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [isListening])
}
