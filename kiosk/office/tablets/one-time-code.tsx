import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { useText } from './texts.ts'

interface OneTimeCodeProps {
  code: { code: string; expiresAt: string }
  words: string
  onDone: () => void
}

/** A code to be typed elsewhere, shown once. */
export function OneTimeCode({ code, words, onDone }: OneTimeCodeProps) {
  const text = useText()
  return (
    <>
      <p className="one-time-code">
        <span>{text('pair.code')}</span>
        <strong className="figures" translate="no">
          {code.code}
        </strong>
        <span className="soft">
          {text('pair.until')} <DateTime at={code.expiresAt} show="time" />
        </span>
      </p>
      <p>{words}</p>
      <DialogActions>
        <Button kind="primary" onPress={onDone}>
          {text('pair.close')}
        </Button>
      </DialogActions>
    </>
  )
}
