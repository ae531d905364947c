import { getSignatures, type BoothMovements, type HandoverSignatures } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

type Handover = BoothMovements['handovers'][number]

/** What both people of a hand-over signed with; fetched when it is asked for, and kept nowhere. */
export function SignaturesDialog({ handover }: { handover: Handover }) {
  const text = useText()
  return (
    <DialogButton label={text('moves.signatures')} title={text('moves.signatures')} kind="quiet" icon="pen">
      {(close) => (
        <>
          <Signatures handover={handover} />
          <DialogActions>
            <Button onPress={close}>{text('close')}</Button>
          </DialogActions>
        </>
      )}
    </DialogButton>
  )
}

function Signatures({ handover: { handoverId, from, to } }: { handover: Handover }) {
  const text = useText()
  const signed = useRead(getSignatures, { params: { handoverId } })
  return (
    <>
      <Trouble of={[signed]} />
      {signed.data ? (
        <div className="two-columns">
          <Signed
            name={text('moves.signed-giving', { name: from.displayName })}
            signature={signed.data.from}
          />
          <Signed name={text('moves.signed-taking', { name: to.displayName })} signature={signed.data.to} />
        </div>
      ) : null}
    </>
  )
}

function Signed({ name, signature }: { name: string; signature: HandoverSignatures['from'] }) {
  const text = useText()
  return (
    <figure className="signed">
      {typeof signature === 'string' ? (
        <img src={signature} alt={name} />
      ) : (
        <p>{text('moves.typed-name', { name: signature.typedName })}</p>
      )}
      <figcaption>{name}</figcaption>
    </figure>
  )
}
