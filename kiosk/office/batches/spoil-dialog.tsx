import { useState } from 'react'
import { call } from '../../api/call.ts'
import { spoilCard } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Spoiling a card asks for the reason first: its number cannot come back. */
export function SpoilDialog({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <DialogButton label={text('spoil.open')} title={text('spoil.title')} icon="close" kind="quiet">
      {(close) => <SpoilForm cardNumber={cardNumber} onDone={close} />}
    </DialogButton>
  )
}

function SpoilForm({ cardNumber, onDone }: { cardNumber: string; onDone: () => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(spoilCard, { params: { cardNumber }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('spoil.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('spoil.words', { number: cardNumber })}</p>
      <RequiredText label={text('spoil.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
