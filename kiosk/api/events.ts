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

/** The browser connects again by itself and asks for what it missed (Last-Event-ID). */
function useStream(address: string | undefined, onEvent: (event: ServerEvent) => void): Line {
  const [line, setLine] = useState<Line>('connecting')
  const tell = useEffectEvent(onEvent)

  useEffect(() => {
    if (!address) return undefined // nothing to watch yet
    const source = new EventSource(address)
    source.addEventListener('open', () => setLine('open'))
    source.addEventListener('error', () => setLine('lost'))
    source.addEventListener('message', (message: MessageEvent<string>) =>
      tell({ ...(JSON.parse(message.data) as Omit<ServerEvent, 'id'>), id: message.lastEventId }),
    )
    return () => source.close()
  }, [address])

  return line
}
