import type { Line, ServerEvent } from '../../api/events.ts'
import { useRead } from '../../api/reading.ts'
import { getStations } from '../../api/stations.ts'
import { playCue } from '../../ui/sound-cues.ts'
import { useLive } from '../use-live.ts'

/** The stations and what each of their devices is at, live, with a sound when a card is finished or something fails. */
export function useStations() {
  const stations = useRead(getStations)
  const batches = new Set(stations.data?.stations.flatMap(({ work }) => work.map(({ batchId }) => batchId)))
  const line: Line = useLive(['stations', ...[...batches].map((id) => `batch:${id}`)], (event) => {
    sound(event)
    return false
  })
  return { stations, line }
}

function sound({ type }: ServerEvent) {
  if (type === 'card-finished') playCue('read')
  if (['card-spoiled', 'run-error', 'station-down'].includes(type)) playCue('not-read')
}
