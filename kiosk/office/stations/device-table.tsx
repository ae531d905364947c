import type { DeviceWork, Station, StationDevice } from '../../api/stations.ts'
import { useFormats } from '../../i18n/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { DateTime } from '../../ui/amounts.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { useErrorWords } from '../encoding/error-words.ts'
import { isCardStep, taskOf } from '../encoding/steps.ts'
import { useText as useEncodingText } from '../encoding/texts.ts'
import { useText } from './texts.ts'

const marks: Record<StationDevice['state'], { tone: Tone; icon: IconName }> = {
  ready: { tone: 'good', icon: 'check' },
  occupied: { tone: 'plain', icon: 'card' },
  waiting: { tone: 'caution', icon: 'swipe' },
  gone: { tone: 'bad', icon: 'alert' },
}

/** Each device of a station: what lies on it, what it is at, how fast, and what went wrong last. */
export function DeviceTable({ station }: { station: Station }) {
  const text = useText()
  const { number } = useFormats()
  const workOf = (device: StationDevice): DeviceWork | undefined =>
    station.work.find(({ readerName, stripeName }) => [readerName, stripeName].includes(device.name))
  return (
    <Table
      caption={text('devices.caption', { name: station.name })}
      rows={station.devices}
      keyOf={(device) => device.name}
      columns={[
        { title: text('device.name'), cell: (device) => device.name },
        { title: text('device.kind'), cell: ({ kind }) => text(`kind.${kind}`) },
        { title: text('device.mode'), cell: ({ mode }) => text(`mode.${mode}`) },
        {
          title: text('device.state'),
          cell: ({ state }) => <Badge {...marks[state]}>{text(`device.${state}`)}</Badge>,
        },
        { title: text('device.now'), cell: (device) => <Now work={workOf(device)} /> },
        {
          title: text('device.pace'),
          isNumber: true,
          cell: (device) => {
            const perHour = workOf(device)?.cardsPerHour
            return perHour ? number(perHour) : '–'
          },
        },
        {
          title: text('device.trouble'),
          cell: (device) => <Trouble device={device} work={workOf(device)} />,
        },
      ]}
    />
  )
}

function Now({ work }: { work: DeviceWork | undefined }) {
  const text = useText()
  const encodingText = useEncodingText()
  if (!work) return '–'
  const { step, state, error, batchCode } = work
  const doing = error
    ? text('now.stopped')
    : isCardStep(step)
      ? encodingText(`step.${step}`)
      : text(`now.${taskOf(step)}`)
  return (
    <span className="device-now">
      <span className="soft">{text('device.batch', { code: batchCode })}</span>{' '}
      <Icon name={state === 'paused' ? 'pause' : error ? 'alert' : 'arrow'} />{' '}
      {state === 'paused' ? text('device.paused') : doing}
    </span>
  )
}

function Trouble({ device, work }: { device: StationDevice; work: DeviceWork | undefined }) {
  const words = useErrorWords()
  const code = work?.error ?? device.trouble?.code
  if (!code) return '–'
  return (
    <span className="device-trouble">
      <Icon name="alert" /> {words(code)}{' '}
      {!work?.error && device.trouble ? (
        <span className="soft">
          <DateTime at={device.trouble.at} show="time" />
        </span>
      ) : null}
    </span>
  )
}
