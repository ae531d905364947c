import { useState } from 'react'
import { pictureAddress } from '../../../../api/designs.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useBench } from '../bench.ts'
import { useSaved } from '../draft/saved.ts'
import { useText } from '../texts.ts'

/** Shows what was saved last with a real card's data, as the server paints it: its member masked, its code left out. */
export function RealCard({ code }: { code: string }) {
  const text = useText()
  const { scene } = useBench()
  const saved = useSaved()
  const [isOpen, setOpen] = useState(false)
  const [number, setNumber] = useState('')
  const [shown, setShown] = useState<string>()
  const [hasFailed, setFailed] = useState(false)
  const digits = number.replaceAll(/\s/g, '')
  const show = () => {
    setFailed(false)
    setShown(digits)
  }
  return (
    <>
      <Button kind="quiet" icon="card" onPress={() => setOpen(true)}>
        {text('real.open')}
      </Button>
      <Dialog title={text('real.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <TextField
          label={text('real.number')}
          help={text('real.help')}
          value={number}
          inputMode="numeric"
          maxLength={19}
          onChange={setNumber}
        />
        {hasFailed ? <Notice tone="bad" title={text('real.failed')} todo={text('real.failed.todo')} /> : null}
        {shown && !hasFailed ? (
          <img
            className="card-picture"
            alt={text('real.picture')}
            src={pictureAddress({ code, ...saved, side: scene.side, cardNumber: shown })}
            onError={() => setFailed(true)}
          />
        ) : null}
        <DialogActions>
          <Button kind="primary" isDisabled={!/^9156\d{12}$/.test(digits)} onPress={show}>
            {text('real.show')}
          </Button>
          <Button onPress={() => setOpen(false)}>{text('close')}</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
