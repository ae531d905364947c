import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useEvents, type Line, type ServerEvent } from '../api/events.ts'

/** Many events of one moment, such as the steps of a card, are answered by one reading. */
const gatherMs = 300

/**
 * Reads everything in sight again when something happens under these topics. `onEvent` may keep an event to itself by
 * returning true: the page has drawn it already.
 */
export function useLive(topics: readonly string[], onEvent?: (event: ServerEvent) => boolean): Line {
  const queries = useQueryClient()
  const timer = useRef<number>(undefined)
  return useEvents(topics, (event) => {
    if (onEvent?.(event) || timer.current !== undefined) return
    timer.current = window.setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries()
    }, gatherMs)
  })
}
