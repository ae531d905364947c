import { useRead } from '../api/reading.ts'
import { getStations, type Station, type StationDevice } from '../api/stations.ts'
import { Select } from '../ui/select.tsx'
import { useText } from './texts.ts'

export interface Reader {
  stationId: string | null
  readerName: string | null
  stripeName: string | null
}
export const noReader: Reader = { stationId: null, readerName: null, stripeName: null }

const none = ''
const orNull = (chosen: string) => (chosen === none ? null : chosen)

/** The devices that report what is shown to them at a booth or kiosk. */
const tapDevices = (station: Station | undefined, kind: StationDevice['kind']) =>
  (station?.devices ?? []).filter((device) => device.kind === kind && device.mode === 'tap')

/** Chooses which station's readers stand on a table. */
export function ReaderFields({ value, onChange }: { value: Reader; onChange: (reader: Reader) => void }) {
  const text = useText()
  const stations = useRead(getStations).data?.stations ?? []
  const station = stations.find(({ id }) => id === value.stationId)
  const options = (names: readonly string[]) => [
    { value: none, label: text('reader.none') },
    ...names.map((name) => ({ value: name, label: name })),
  ]
  return (
    <>
      <Select
        label={text('reader.station')}
        value={value.stationId ?? none}
        onChange={(chosen) => onChange({ ...noReader, stationId: orNull(chosen) })}
        options={[
          { value: none, label: text('reader.none') },
          ...stations.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {station ? (
        <>
          <Select
            label={text('reader.reader')}
            value={value.readerName ?? none}
            onChange={(chosen) => onChange({ ...value, readerName: orNull(chosen) })}
            options={options(tapDevices(station, 'nfc-reader').map(({ name }) => name))}
          />
          <Select
            label={text('reader.stripe')}
            value={value.stripeName ?? none}
            onChange={(chosen) => onChange({ ...value, stripeName: orNull(chosen) })}
            options={options(tapDevices(station, 'magnetic').map(({ name }) => name))}
          />
        </>
      ) : null}
    </>
  )
}
