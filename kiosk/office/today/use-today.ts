import { useAbout } from '../../api/about.ts'
import { getBatches, getCardAlerts } from '../../api/cards.ts'
import { getDriveLive, getDrives } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { getStations } from '../../api/stations.ts'
import { stateOn } from '../drives/drive-days.ts'
import { useShopDay } from '../shop-day.ts'
import { batchReaders, desk } from '../roles.ts'
import { useMay } from '../use-may.ts'

/** Everything that goes on today, as far as whoever is signed in may see it. */
export function useToday() {
  const seesBatches = useMay(batchReaders)
  const seesStations = useMay(desk)
  const about = useAbout()
  const drives = useRead(getDrives)
  const batches = useRead(getBatches, { isWanted: seesBatches })
  const alerts = useRead(getCardAlerts, { isWanted: seesBatches })
  const stations = useRead(getStations, { isWanted: seesStations })
  const today = useShopDay()
  const drive = drives.data?.drives.find((one) => stateOn(one, today) === 'today')
  const live = useRead(getDriveLive, {
    params: { driveId: drive?.id ?? '' },
    query: { day: today },
    isWanted: drive !== undefined,
  })
  const questions = [about, drives, batches, alerts, stations, live]
  return {
    about: about.data,
    drive,
    live: live.data,
    /** undefined until it was read */
    underWay: batches.data?.batches.filter(({ state }) => state !== 'closed'),
    alerts: (alerts.data?.alerts ?? []).filter(({ review }) => review === null),
    stations: stations.data?.stations,
    seesBatches,
    seesStations,
    isReady: questions.every(({ isLoading, isError }) => !isLoading && !isError),
    questions,
  }
}
