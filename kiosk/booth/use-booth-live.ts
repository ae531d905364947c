import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useEvents, type Line, type ServerEvent } from '../api/events.ts'
import type { CardRead } from '../api/drives.ts'

/** What the booth's own reader saw last; `at` tells two readings of one card apart. */
export type Seen = { at: string } & ({ kind: 'read'; card: CardRead } | { kind: 'refused'; reason: string })

export interface BoothLive {
  line: Line
  seen: Seen | undefined
  /** Cards that were seen to belong to somebody since the page was opened. */
  given: ReadonlySet<string>
  /** Clears the reader's line: what was seen belongs to the person before. */
  forget: () => void
}

/** Follows a booth: figures and stock are read again when they change, readings are shown at once. */
export function useBoothLive(boothId: string): BoothLive {
  const queries = useQueryClient()
  const [seen, setSeen] = useState<Seen>()
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set())
  const line = useEvents([`booth:${boothId}`, 'stations'], (event) => {
    const reading = readingOf(event)
    if (reading) setSeen(reading)
    else void queries.invalidateQueries()
    const gone = givenCard(event)
    if (gone) setGiven((cards) => new Set(cards).add(gone))
  })
  const forget = useCallback(() => setSeen(undefined), [])
  return { line, seen, given, forget }
}

function readingOf({ id, type, data }: ServerEvent): Seen | undefined {
  if (type === 'card-read') return { at: id, kind: 'read', card: data as CardRead }
  if (type === 'card-refused') return { at: id, kind: 'refused', reason: (data as { reason: string }).reason }
  return undefined
}

function givenCard({ type, data }: ServerEvent): string | undefined {
  const { cardNumber, state } = data as Partial<CardRead>
  return type === 'enrolled' || (type === 'card-read' && state !== 'encoded') ? cardNumber : undefined
}
