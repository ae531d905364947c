import type { Driver } from '../api/about.ts'
import { Badge } from './badge.tsx'
import type { IconName } from './icon.tsx'
import type { Tone } from './notice.tsx'
import { useUiText } from './texts.ts'
import './driver-list.css'

const marks = {
  ready: { tone: 'good', icon: 'check' },
  simulated: { tone: 'caution', icon: 'station' },
  missing: { tone: 'bad', icon: 'alert' },
} as const satisfies Record<Driver['state'], { tone: Tone; icon: IconName }>

/** Each kind of device: whether it is real, simulated or missing, and the one line that installs it. */
export function DriverList({ drivers }: { drivers: readonly Driver[] }) {
  const text = useUiText()
  return (
    <ul className="drivers">
      {drivers.map((driver) => (
        <li key={driver.name}>
          <span className="driver-name">{driver.name}</span>
          <Badge {...marks[driver.state]}>{text(`driver.${driver.state}`)}</Badge>
          <span className="driver-words">
            {driver.sentence} {driver.install ? <code>{driver.install}</code> : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
