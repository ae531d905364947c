import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { examineCard, examineStripe, type Examination, type SwipeExamination } from '../../api/bench.ts'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/queries.tsx'
import { useRead } from '../../api/reading.ts'
import { getStations, type Station, type StationDevice } from '../../api/stations.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { BenchHands } from './bench-hands.tsx'
import { ExaminedCard } from './examination.tsx'
import { ExaminedStripe } from './examined-stripe.tsx'
import { useText } from './texts.ts'

type Seen =
  { kind: 'nfc-reader'; examination: Examination } | { kind: 'magnetic'; examination: SwipeExamination }

/** One card at a time: choose where, lay it down, press one button. */
export function BenchPage() {
  const text = useText()
  const stations = useRead(getStations)
  const line = useLive(['stations'])
  const [seen, setSeen] = useState<Seen>()
  const able = stations.data?.stations.filter(
    ({ isUp, devices }) => isUp && devices.some(({ state }) => state !== 'gone'),
  )
  const lead = able && text(able.length === 0 ? 'lead.none' : seen ? 'lead.read' : 'lead.ready')
  return (
    <Page title={text('title')} lead={lead} help={text('help')} line={line}>
      <Trouble of={[stations]} />
      {able?.length === 0 ? (
        <EmptyState icon="station" title={text('choose.none.title')} todo={text('choose.none.todo')}>
          <Link to="/stations" className="button plain">
            {text('choose.none.go')}
          </Link>
        </EmptyState>
      ) : null}
      {able && able.length > 0 ? <Desk stations={able} onSeen={setSeen} /> : null}
      {seen ? (
        <Section title={text('result.title')}>
          {seen.kind === 'magnetic' ? (
            <ExaminedStripe of={seen.examination} />
          ) : (
            <ExaminedCard of={seen.examination} />
          )}
        </Section>
      ) : null}
    </Page>
  )
}

function useExamining(onSeen: (seen: Seen | undefined) => void) {
  return useCommand(
    async ({ stationId, device }: { stationId: string; device: StationDevice }, commandId) => {
      onSeen(undefined)
      const { name } = device
      onSeen(
        device.kind === 'magnetic'
          ? {
              kind: device.kind,
              examination: await call(examineStripe, { params: { stationId, writerName: name }, commandId }),
            }
          : {
              kind: device.kind,
              examination: await call(examineCard, { params: { stationId, readerName: name }, commandId }),
            },
      )
    },
  )
}

function Desk({
  stations,
  onSeen,
}: {
  stations: readonly Station[]
  onSeen: (seen: Seen | undefined) => void
}) {
  const text = useText()
  const [stationId, setStationId] = useState(stations[0]?.id)
  const [chosen, setChosen] = useState<string>()
  const station = stations.find(({ id }) => id === stationId) ?? stations[0]
  const devices = station?.devices.filter(({ state }) => state !== 'gone') ?? []
  const device =
    devices.find(({ name }) => name === chosen) ??
    devices.find(({ kind, mode }) => kind === 'nfc-reader' && mode === 'encode') ??
    devices[0]
  const command = useExamining(onSeen)
  if (!station || !device) return null
  const isStripe = device.kind === 'magnetic'
  return (
    <Section title={text('choose.title')}>
      <div className="bench-row">
        <Select
          label={text('choose.station')}
          value={station.id}
          onChange={setStationId}
          options={stations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={text('choose.device')}
          value={device.name}
          onChange={setChosen}
          options={devices.map(({ name, kind }) => ({
            value: name,
            label: text(kind === 'magnetic' ? 'choose.writer' : 'choose.reader', { name }),
          }))}
        />
        <Button
          kind="primary"
          icon={isStripe ? 'swipe' : 'scan'}
          isPending={command.isPending}
          onPress={() => command.mutate({ stationId: station.id, device })}
        >
          {text(isStripe ? 'read.stripe' : 'read.card')}
        </Button>
      </div>
      {isStripe && command.isPending ? <Notice tone="plain" title={text('read.swipe')} /> : null}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      {station.simulated ? <BenchHands stationId={station.id} device={device} /> : null}
    </Section>
  )
}
