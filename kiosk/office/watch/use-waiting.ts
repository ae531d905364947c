import { useRead } from '../../api/reading.ts'
import { getWatchAlerts, type WatchAlert } from '../../api/watch.ts'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'

/** Whom the server answers about members' and colleagues' figures. */
export const readers = [...managers, 'auditor'] as const

/** What somebody has to look into, or to let go on. */
export const waits = ({ state, isFrozen }: WatchAlert): boolean =>
  state === 'open' || state === 'looked-into' || isFrozen

/** How many alerts of watches wait; 0 for those who do not see them, undefined while that is read. */
export function useWaiting(): number | undefined {
  const maySee = useMay(readers)
  const alerts = useRead(getWatchAlerts, { isWanted: maySee })
  if (!maySee || alerts.isError) return 0
  return alerts.data?.alerts.filter(waits).length
}
