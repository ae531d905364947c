import { useState } from 'react'
import { clearAlerts, type ClearAlerts } from '../../api/card-life.ts'
import type { CardAlert } from '../../api/cards.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Closes what is on the screen of one card, and nothing that came since. */
export function ClearDialog({ alerts }: { alerts: readonly CardAlert[] }) {
  const text = useText()
  const isFrozen = alerts.some((alert) => alert.isFrozen)
  return (
    <DialogButton
      label={text(isFrozen ? 'clear.unfreeze' : 'clear.open')}
      title={text('clear.title')}
      icon={isFrozen ? 'play' : 'check'}
    >
      {(close) => <ClearForm alerts={alerts} isFrozen={isFrozen} onDone={close} />}
    </DialogButton>
  )
}

interface ClearFormProps {
  alerts: readonly CardAlert[]
  isFrozen: boolean
  onDone: () => void
}

function ClearForm({ alerts, isFrozen, onDone }: ClearFormProps) {
  const text = useText()
  const [note, setNote] = useState('')
  const cardNumber = alerts[0]?.cardNumber ?? ''
  const command = useChange((body: ClearAlerts, commandId) =>
    call(clearAlerts, { params: { cardNumber }, body, commandId }),
  )
  const seenAlertIds = alerts.map(({ id }) => id)
  return (
    <OfficeForm
      submit={text(isFrozen ? 'clear.unfreeze' : 'clear.open')}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ seenAlertIds, note: note.trim() }, { onSuccess: onDone })}
    >
      <p>
        {text(isFrozen ? 'clear.words.frozen' : 'clear.words', { number: cardNumber, count: alerts.length })}
      </p>
      <RequiredText label={text('clear.note')} value={note} onChange={setNote} maxLength={200} />
    </OfficeForm>
  )
}
