import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { useText } from '../texts.ts'

/** Gives a form up, after a question: it may be the person's whole work of a minute. */
export function Discard({ isLost, onDiscard }: { isLost: boolean; onDiscard: () => void }) {
  const text = useText()
  const [isAsking, setIsAsking] = useState(false)
  const close = () => setIsAsking(false)
  const discard = () => {
    close()
    onDiscard()
  }
  return (
    <>
      <Button kind="quiet" icon="close" onPress={() => setIsAsking(true)}>
        {text('discard')}
      </Button>
      <Dialog title={text('discard.title')} isOpen={isAsking} onClose={close}>
        <p>{text(isLost ? 'discard.words.lost' : 'discard.words')}</p>
        <DialogActions>
          <Button onPress={close}>{text('discard.no')}</Button>
          <Button onPress={discard}>{text('discard.yes')}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
