import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { SignaturePad, type Signature } from '../../ui/signature-pad.tsx'
import { useText } from './texts.ts'
import { trimmed } from './trim.ts'

/** A signature drawn by hand, as a PNG; one that is typed has no picture, and so no place on a card. */
export function SignatureCapture({ onTaken }: { onTaken: (png: string) => void }) {
  const text = useText()
  const [signature, setSignature] = useState<Signature>()
  return (
    <>
      <SignaturePad label={text('signature.label')} value={signature} onChange={setSignature} />
      <DialogActions>
        <Button
          kind="primary"
          isDisabled={signature?.kind !== 'drawn'}
          onPress={() =>
            signature?.kind === 'drawn' ? void trimmed(signature.png).then(onTaken) : undefined
          }
        >
          {text('photo.use')}
        </Button>
      </DialogActions>
    </>
  )
}
