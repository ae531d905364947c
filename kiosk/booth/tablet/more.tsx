import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { FormDesk } from '../enrolment/form-desk.ts'
import type { Provision } from '../store/contract.ts'
import type { Tablet } from '../store/tablet.ts'
import { showView } from '../view.ts'
import { ChangePin } from './change-pin.tsx'
import { GiftChange } from './gift-change.tsx'
import { HandOver } from './hand-over.tsx'
import { JudgedList } from './judged-list.tsx'
import { LeaveTablet } from './leave-tablet.tsx'
import { Storage } from './storage.tsx'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import { WaitingPart } from './waiting-part.tsx'

interface MoreProps {
  tablet: Tablet
  desk: FormDesk
  promoter: Provision['team'][number] | undefined
  isFormEmpty: boolean
  onLeft: () => void
}

/** Everything at the booth that is no enrolment. */
export function More({ tablet, desk, promoter, isFormEmpty, onLeft }: MoreProps) {
  const text = useText()
  const promoterId = promoter?.staffId
  return (
    <div className="booth-page">
      <h1>{text('more.title')}</h1>
      <WaitingPart tablet={tablet} />
      <JudgedList tablet={tablet} />
      {promoterId ? <GiftChange tablet={tablet} desk={desk} promoterId={promoterId} /> : null}
      {promoterId ? <HandOver tablet={tablet} desk={desk} promoterId={promoterId} /> : null}
      {promoterId ? <EndOfShift tablet={tablet} promoterId={promoterId} isFormEmpty={isFormEmpty} /> : null}
      <ChangePin />
      <Storage />
      <LeaveTablet tablet={tablet} onLeft={onLeft} />
    </div>
  )
}

interface EndOfShiftProps {
  tablet: Tablet
  promoterId: string
  isFormEmpty: boolean
}

function EndOfShift({ tablet, promoterId, isFormEmpty }: EndOfShiftProps) {
  const text = useText()
  const isOn = useTabletView(tablet).book.shifts[promoterId] !== undefined
  const [hasFailed, setHasFailed] = useState(false)
  const close = () => {
    endShift(tablet, promoterId).catch(() => setHasFailed(true))
  }
  return (
    <section className="more-part" aria-labelledby="leave-shift">
      <h2 id="leave-shift">{text('leave.shift')}</h2>
      {isFormEmpty ? null : <p>{text('leave.shift.draft')}</p>}
      {hasFailed ? <Notice tone="bad" title={text('saved.failed')} /> : null}
      <div className="more-actions">
        <Button icon="clock" onPress={close} isDisabled={!isOn || !isFormEmpty}>
          {text('leave.shift.words')}
        </Button>
        <Button icon="people" onPress={() => void tablet.workAs(null)}>
          {text('who.other')}
        </Button>
        <Button icon="today" onPress={() => showView('evening')}>
          {text('who.evening')}
        </Button>
      </div>
    </section>
  )
}

async function endShift(tablet: Tablet, promoterId: string) {
  await tablet.write({ promoterId, kind: 'shift-closed', body: {} })
  await tablet.workAs(null)
}
