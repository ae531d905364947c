import type { Station } from '../../api/stations.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

/** That there is none is said once it is known. */
export function StationList({ stations }: { stations: readonly Station[] | undefined }) {
  const text = useText()
  return (
    <Section title={text('stations.title')}>
      {stations?.length === 0 ? <p className="soft">{text('stations.none')}</p> : null}
      <ul className="station-list">
        {stations?.map(({ id, name, isUp, simulated, devices }) => (
          <li key={id}>
            <span>
              <strong>{name}</strong>
              <span className="soft small-line">{text('stations.devices', { count: devices.length })}</span>
            </span>
            <span className="badges">
              {simulated ? (
                <Badge tone="caution" icon="station">
                  {text('stations.simulated')}
                </Badge>
              ) : null}
              <Badge tone={isUp ? 'good' : 'bad'} icon={isUp ? 'check' : 'alert'}>
                {text(isUp ? 'stations.up' : 'stations.down')}
              </Badge>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
