import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { useText } from './texts.ts'

const keys = [
  ['tab', 'Tab'],
  ['enter', 'Enter'],
  ['escape', 'Esc'],
  ['move', '← ↑ → ↓'],
  ['move-far', 'Shift ← ↑ → ↓'],
  ['size', 'Alt ← ↑ → ↓'],
  ['delete', 'Delete'],
  ['undo', 'Ctrl Z'],
  ['redo', 'Ctrl Y'],
  ['copy', 'Ctrl C'],
  ['cut', 'Ctrl X'],
  ['paste', 'Ctrl V'],
  ['duplicate', 'Ctrl D'],
  ['all', 'Ctrl A'],
  ['group', 'Ctrl G'],
  ['ungroup', 'Ctrl Shift G'],
  ['order', '[ ]'],
  ['ends', '{ }'],
  ['zoom', '+ −'],
  ['fit', '0'],
] as const

/** Every key of the editor, for whoever works without a pointer or faster than with one. */
export function KeysHelp() {
  const text = useText()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button kind="quiet" icon="help" onPress={() => setOpen(true)}>
        {text('keys.open')}
      </Button>
      <Dialog title={text('keys.title')} isOpen={isOpen} onClose={close}>
        <p>{text('keys.hint')}</p>
        <dl className="keys">
          {keys.map(([deed, key]) => (
            <div key={deed}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{text(`keys.${deed}`)}</dd>
            </div>
          ))}
        </dl>
        <DialogActions>
          <Button onPress={close}>{text('close')}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
