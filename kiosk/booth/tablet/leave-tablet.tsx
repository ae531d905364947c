import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { leaveTablet } from '../store/leaving.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'

/** The end of this tablet on this browser; not while anything waits. */
export function LeaveTablet({ tablet, onLeft }: { tablet: Tablet; onLeft: () => void }) {
  const text = useText()
  const { waiting: entries, writtenOff } = useTabletView(tablet).book
  const waiting = entries.length
  const isBlocked = waiting > 0 && writtenOff === undefined
  const [isAsking, setIsAsking] = useState(false)
  const leave = async () => {
    setIsAsking(false)
    if ((await leaveTablet(tablet.vault)) === 'left') onLeft()
  }
  return (
    <section className="more-part" aria-labelledby="leave-tablet">
      <h2 id="leave-tablet">{text('leave.title')}</h2>
      <p className="soft">{text('leave.words')}</p>
      {isBlocked ? <p>{text('leave.blocked', { count: waiting })}</p> : null}
      <Button icon="delete" onPress={() => setIsAsking(true)} isDisabled={isBlocked}>
        {text('leave.title')}
      </Button>
      <Dialog title={text('leave.ask')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{text('leave.words')}</p>
        {waiting > 0 ? (
          <Notice tone="caution" title={text('leave.loses', { count: waiting })} todo={writtenOff ?? ''} />
        ) : null}
        <DialogActions>
          <Button onPress={() => setIsAsking(false)}>{text('leave.no')}</Button>
          <Button onPress={() => void leave()}>{text('leave.yes')}</Button>
        </DialogActions>
      </Dialog>
    </section>
  )
}
