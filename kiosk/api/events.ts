import { useEffect, useEffectEvent, useState } from 'react'

/** One thing that happened on the server. */
export interface ServerEvent {
  /** The place in the order of commits. */
  id: string
  topic: string
  type: string
  data: unknown
}

export type Line = 'connecting' | 'open' | 'lost'

/** Listens to the server's live events of some topics and says how the line is. */
export function useEvents(topics: readonly string[], onEvent: (event: ServerEvent) => void): Line {
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic])).toString()
  return useStream(query === '' ? undefined : `/api/v1/events?${query}`, onEvent)
}

/** Listens to what happens at the kiosk that this browser is, whoever else is signed in here. */
export const useKioskEvents = (onEvent: (event: ServerEvent) => void): Line =>
  useStream('/api/v1/kiosk/events', onEvent)

/** A proxy whose server is being started again answers 502 or 503: the browser then gives up, and we do not. */
const openAgainAfterMs = 3_000

/** The browser connects again by itself and asks for what it missed (Last-Event-ID); when it gives up, we do the same. */
function useStream(address: string | undefined, onEvent: (event: ServerEvent) => void): Line {
  const [line, setLine] = useState<Line>('connecting')
  const tell = useEffectEvent(onEvent)

  useEffect(() => {
    if (!address) return undefined // nothing to watch yet
    let [after, timer] = ['', 0]
    let source: EventSource

    function open(): void {
      source = new EventSource(address + after)
      source.addEventListener('open', () => setLine('open'))
      source.addEventListener('error', () => {
        setLine('lost')
        if (source.readyState === EventSource.CLOSED) timer = window.setTimeout(open, openAgainAfterMs)
      })
      source.addEventListener('message', ({ data, lastEventId: id }: MessageEvent<string>) => {
        after = `${address?.includes('?') ? '&' : '?'}after=${encodeURIComponent(id)}`
        tell({ ...(JSON.parse(data) as Omit<ServerEvent, 'id'>), id })
      })
    }
    open()
    return () => {
      window.clearTimeout(timer)
      source.close()
    }
  }, [address])

  return line
}
