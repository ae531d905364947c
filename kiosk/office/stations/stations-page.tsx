import type { Station } from '../../api/stations.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { Kiosks } from './kiosks.tsx'
import { PairStation } from './pair-station.tsx'
import { StationPanel } from './station-panel.tsx'
import { useStations } from './use-stations.ts'
import { useText } from './texts.ts'
import './stations.css'

export function StationsPage() {
  const text = useText()
  const { stations, line } = useStations()
  const seesKiosks = useMay(managers)
  const list = stations.data?.stations
  return (
    <Page
      title={text('title')}
      lead={useLead(list)}
      help={text('help')}
      line={line}
      actions={list && list.length > 0 ? <PairStation /> : null}
    >
      <Trouble of={[stations]} />
      {list?.length === 0 ? (
        <EmptyState icon="station" title={text('empty.title')} todo={text('empty.todo')}>
          <PairStation />
        </EmptyState>
      ) : null}
      {list?.map((station) => (
        <StationPanel key={station.id} station={station} />
      ))}
      {seesKiosks ? <Kiosks /> : null}
    </Page>
  )
}

function useLead(stations: readonly Station[] | undefined) {
  const text = useText()
  if (!stations) return undefined
  const up = stations.filter(({ isUp }) => isUp).length
  if (stations.length === 0) return text('lead.none')
  if (up === stations.length) return text('lead.all-up', { count: up })
  return text('lead.some-up', { total: stations.length, up, down: stations.length - up })
}
