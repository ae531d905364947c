import { Link } from '@tanstack/react-router'
import { useState, type ComponentProps } from 'react'
import { call } from '../../api/call.ts'
import { startRun, type NewRun } from '../../api/encoding.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getStations, type Station, type StationDevice } from '../../api/stations.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

const encoders = (station: Station | undefined, kind: StationDevice['kind']) =>
  (station?.devices ?? []).filter(
    (device) => device.kind === kind && device.mode === 'encode' && device.state !== 'gone',
  )

/** Chooses the devices of a run; what there is only one of is chosen already. */
export function StartRun({
  batchId,
  isStripeOnly,
  onStarted,
}: {
  batchId: string
  isStripeOnly: boolean
  onStarted: () => void
}) {
  const text = useText()
  const command = useChange((body: NewRun, commandId) =>
    call(startRun, { params: { batchId }, body, commandId }),
  )
  return (
    <DeviceForm
      words={text('start.words')}
      submit={text('start.submit')}
      isStripeOnly={isStripeOnly}
      command={command}
      onSubmit={(body) => command.mutate(body, { onSuccess: onStarted })}
    />
  )
}

interface DeviceFormProps {
  words: string
  submit: string
  /** Cards without a chip: the writer is all they need. */
  isStripeOnly: boolean
  command: ComponentProps<typeof OfficeForm>['command']
  onSubmit: (devices: NewRun) => void
}

/** Where cards are encoded: of the stations that are there, one that can. */
export function DeviceForm(props: DeviceFormProps) {
  const text = useText()
  const stations = useRead(getStations)
  if (!stations.data) return null
  const able = stations.data.stations.filter(
    (station) => station.isUp && encoders(station, props.isStripeOnly ? 'magnetic' : 'nfc-reader').length > 0,
  )
  if (able.length === 0) {
    return (
      <EmptyState icon="station" title={text('start.none.title')} todo={text('start.none.todo')}>
        <Link to="/stations" className="button plain">
          {text('start.none.go')}
        </Link>
      </EmptyState>
    )
  }
  return <Devices {...props} stations={able} />
}

const noStripe = ''

function Devices({
  words,
  submit,
  isStripeOnly,
  command,
  onSubmit,
  stations,
}: DeviceFormProps & { stations: readonly Station[] }) {
  const text = useText()
  const [stationId, setStationId] = useState(stations[0]?.id)
  const [chosenReader, setReader] = useState<string>()
  const [chosenStripe, setStripe] = useState<string>()
  const station = stations.find(({ id }) => id === stationId)
  const readers = encoders(station, 'nfc-reader').map(({ name }) => name)
  const writers = encoders(station, 'magnetic').map(({ name }) => name)
  const stripeName = chosenStripe ?? writers[0] ?? noStripe
  const readerName = isStripeOnly ? stripeName : (chosenReader ?? readers[0])
  return (
    <OfficeForm
      submit={submit}
      command={command}
      isComplete={stationId !== undefined && readerName !== undefined}
      onSubmit={() => {
        if (!stationId || !readerName) return
        onSubmit({ stationId, readerName, stripeName: stripeName === noStripe ? null : stripeName })
      }}
    >
      <p>{words}</p>
      <div className="form-grid">
        <RequiredSelect
          label={text('start.station')}
          value={stationId}
          onChange={(id) => {
            setStationId(id)
            setReader(undefined)
            setStripe(undefined)
          }}
          options={stations.map(({ id, name, simulated }) => ({
            value: id,
            label: simulated ? text('station.simulated', { name }) : name,
          }))}
        />
        {isStripeOnly ? null : (
          <RequiredSelect
            label={text('start.reader')}
            value={readerName}
            onChange={setReader}
            options={readers.map((name) => ({ value: name, label: name }))}
          />
        )}
        <RequiredSelect
          label={text('start.stripe')}
          value={stripeName}
          onChange={setStripe}
          options={[
            ...writers.map((name) => ({ value: name, label: name })),
            ...(isStripeOnly ? [] : [{ value: noStripe, label: text('start.no-stripe') }]),
          ]}
        />
      </div>
    </OfficeForm>
  )
}
