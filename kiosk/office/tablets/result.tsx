import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { useText } from './texts.ts'

/** What a form has done, in its dialog. */
export function Result({ words, onDone }: { words: string; onDone: () => void }) {
  const text = useText()
  return (
    <>
      <p>{words}</p>
      <DialogActions>
        <Button kind="primary" onPress={onDone}>
          {text('pair.close')}
        </Button>
      </DialogActions>
    </>
  )
}
