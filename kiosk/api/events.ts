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

/**
 * Listens to the server's live events of some topics and says how the line is.
 * The browser connects again by itself and asks for what it missed (Last-Event-ID).
 */
export function useEvents(topics: readonly string[], onEvent: (event: ServerEvent) => void): Line {
  const [line, setLine] = useState<Line>('connecting')
  const tell = useEffectEvent(onEvent)
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic])).toString()

  useEffect(() => {
    if (query === '') return undefined // nothing to watch yet
    const source = new EventSource(`/api/v1/events?${query}`)
    source.addEventListener('open', () => setLine('open'))
    source.addEventListener('error', () => setLine('lost'))
    source.addEventListener('message', (message: MessageEvent<string>) =>
      tell({ ...(JSON.parse(message.data) as Omit<ServerEvent, 'id'>), id: message.lastEventId }),
    )
    return () => source.close()
  }, [query])

  return line
}
