import { useState } from 'react'
import {
  getProgress,
  type Progress,
  type Run,
  type RunErrorEvent,
  type StepEvent,
} from '../../api/encoding.ts'
import type { Line, ServerEvent } from '../../api/events.ts'
import { useRead } from '../../api/reading.ts'
import { playCue } from '../../ui/sound-cues.ts'
import { useLive } from '../use-live.ts'

/** Where a run is now: what the server said when it was read, and what its events have said since. */
export interface Now {
  step: string | null
  error: string | null
  cardNumber: string | null
}

/** The progress of a batch, its runs step by step, with a sound when a card is finished or not. */
export function useProgress(batchId: string): {
  progress: ReturnType<typeof useRead<Progress, 'batchId'>>
  nowOf: (run: Run) => Now
  line: Line
} {
  const progress = useRead(getProgress, { params: { batchId } })
  const [heard, setHeard] = useState<Readonly<Record<string, Now>>>({})

  const line = useLive([`batch:${batchId}`, 'stations'], (event) => {
    sound(event)
    if (resets.has(event.type)) setHeard({})
    const told = nowFrom(event)
    if (told) setHeard((before) => ({ ...before, [told.runId]: told.now }))
    return event.type === 'step' // drawn already: nothing else of the page has changed
  })
  const nowOf = (run: Run): Now =>
    heard[run.id] ?? { step: run.lastStep, error: run.lastError, cardNumber: run.cardNumber }
  return { progress, nowOf, line }
}

/** After these only the server knows where each run is. */
const resets = new Set(['run-changed', 'card-spoiled'])

function nowFrom({ type, data }: ServerEvent): { runId: string; now: Now } | undefined {
  if (type === 'step') {
    const { runId, step, cardNumber } = data as StepEvent
    return { runId, now: { step, cardNumber, error: null } }
  }
  if (type === 'run-error') {
    const { runId, error, cardNumber } = data as RunErrorEvent
    return { runId, now: { step: null, cardNumber, error } }
  }
  if (type === 'card-finished') {
    const { runId, cardNumber } = data as { runId: string; cardNumber: string }
    return { runId, now: { step: 'finished', cardNumber, error: null } }
  }
  return undefined
}

function sound({ type }: ServerEvent) {
  if (type === 'card-finished') playCue('read')
  if (type === 'card-spoiled' || type === 'run-error') playCue('not-read')
}
