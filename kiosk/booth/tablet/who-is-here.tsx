import { Button as AriaButton } from 'react-aria-components/Button'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'

/** The team's PIN has opened the tablet; whoever takes it says who they are and is on shift from then on. */
export function WhoIsHere({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { book, provision } = useTabletView(tablet)
  const [isBusy, setIsBusy] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const choose = (promoterId: string) => {
    if (isBusy) return
    setIsBusy(true)
    setHasFailed(false)
    begin(tablet, promoterId)
      .catch(() => setHasFailed(true))
      .finally(() => setIsBusy(false))
  }
  return (
    <div className="booth-page">
      <h1>{text('who.title')}</h1>
      <p className="lead soft">{text('who.lead')}</p>
      {hasFailed ? <Notice tone="bad" title={text('saved.failed')} todo={text('saved.failed.todo')} /> : null}
      <ul className="booth-list">
        {provision.team.map(({ staffId, displayName }) => (
          <li key={staffId}>
            <AriaButton className="booth-choice" onPress={() => choose(staffId)}>
              <span className="booth-choice-words">
                <strong>{displayName}</strong>
              </span>
              {book.shifts[staffId] ? (
                <Badge tone="good" icon="clock">
                  {text('who.on-shift')}
                </Badge>
              ) : null}
              <Icon name="arrow" />
            </AriaButton>
          </li>
        ))}
      </ul>
    </div>
  )
}

async function begin(tablet: Tablet, promoterId: string) {
  if (!tablet.view().book.shifts[promoterId])
    await tablet.write({ promoterId, kind: 'shift-opened', body: {} })
  await tablet.workAs(promoterId)
}
