import { useState } from 'react'
import { call } from '../../api/call.ts'
import { reprintCard, type Reprint } from '../../api/printing.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Prints a card again: under a new number, because the old one dies first. */
export function ReprintDialog({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <DialogButton label={text('reprint.open')} title={text('reprint.title')} icon="printer" kind="quiet">
      {(close) => <ReprintForm cardNumber={cardNumber} onDone={close} />}
    </DialogButton>
  )
}

function ReprintForm({ cardNumber, onDone }: { cardNumber: string; onDone: () => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: Reprint, commandId) => call(reprintCard, { body, commandId }))
  return (
    <OfficeForm
      submit={text('reprint.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate({ kind: 'card', cardNumber, reason: reason.trim() }, { onSuccess: onDone })
      }
    >
      <p>{text('reprint.words', { number: cardNumber })}</p>
      <RequiredText label={text('reprint.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
