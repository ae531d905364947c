import { Button as AriaButton } from 'react-aria-components/Button'
import type { MyBooth } from '../api/drives.ts'
import type { Person } from '../api/staff.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { Button } from '../ui/button.tsx'
import { Frame } from './frame.tsx'
import { useText } from './texts.ts'
import { showView } from './view.ts'

interface ChooseBoothProps {
  person: Person
  booths: readonly MyBooth[]
  onChoose: (boothId: string) => void
}

export function ChooseBooth({ person, booths, onChoose }: ChooseBoothProps) {
  const text = useText()
  return (
    <Frame person={person}>
      <div className="booth-page">
        <h1>{text('choose.title')}</h1>
        {booths.length === 0 ? (
          <EmptyState icon="calendar" title={text('choose.none')} todo={text('choose.none.todo')} />
        ) : (
          <>
            <p className="lead soft">{text('choose.lead')}</p>
            <ul className="booth-list">
              {booths.map((booth) => (
                <li key={booth.id}>
                  <AriaButton className="booth-choice" onPress={() => onChoose(booth.id)}>
                    <span className="booth-choice-words">
                      <strong>{booth.name}</strong>
                      <span className="soft">
                        {booth.driveName} · {booth.placeName}
                      </span>
                    </span>
                    {booth.shiftId ? (
                      <Badge tone="good" icon="clock">
                        {text('choose.open')}
                      </Badge>
                    ) : null}
                    <Icon name="arrow" />
                  </AriaButton>
                </li>
              ))}
            </ul>
          </>
        )}
        <p>
          <Button kind="quiet" icon="lock" onPress={() => showView('pairing')}>
            {text('choose.pair')}
          </Button>
        </p>
      </div>
    </Frame>
  )
}
