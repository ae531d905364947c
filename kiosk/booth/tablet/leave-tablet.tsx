import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { leaveTablet } from '../store/leaving.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'

/** The end of this tablet on this browser; not while anything waits. */
export function LeaveTablet({ tablet, onLeft }: { tablet: Tablet; onLeft: () => void }) {
  const text = useText()
  const waiting = useTabletView(tablet).book.waiting.length
  const [isAsking, setIsAsking] = useState(false)
  const leave = async () => {
    setIsAsking(false)
    if ((await leaveTablet()) === 'left') onLeft()
  }
  return (
    <section className="more-part" aria-labelledby="leave-tablet">
      <h2 id="leave-tablet">{text('leave.title')}</h2>
      <p className="soft">{text('leave.words')}</p>
      {waiting > 0 ? <p>{text('leave.blocked', { count: waiting })}</p> : null}
      <Button icon="delete" onPress={() => setIsAsking(true)} isDisabled={waiting > 0}>
        {text('leave.title')}
      </Button>
      <Dialog title={text('leave.ask')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{text('leave.words')}</p>
        <DialogActions>
          <Button onPress={() => setIsAsking(false)}>{text('leave.no')}</Button>
          <Button onPress={() => void leave()}>{text('leave.yes')}</Button>
        </DialogActions>
      </Dialog>
    </section>
  )
}
