import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useText } from './texts.ts'
import './webhooks.css'

/** A secret, the one time that it is shown. */
export function SecretShown({ secret, onDone }: { secret: string; onDone: () => void }) {
  const text = useText()
  return (
    <>
      <Notice tone="caution" title={text('secret.words')} />
      <p>
        <code className="webhook-secret" translate="no">
          {secret}
        </code>
      </p>
      <DialogActions>
        <Button kind="primary" onPress={onDone}>
          {text('secret.done')}
        </Button>
      </DialogActions>
    </>
  )
}
