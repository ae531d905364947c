import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { giveConflictCard, type Conflict } from '../../api/tablets.ts'
import { cardInHand } from '../card-in-hand/in-hand.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

type Card = NonNullable<ReturnType<typeof cardInHand>>

/** Gives a card to somebody who was enrolled without one. */
export function GiveCard({ conflict }: { conflict: Conflict }) {
  const text = useText()
  return (
    <DialogButton label={text('todo.give-card')} title={text('card.title')} icon="card">
      {(close) => <CardForm conflict={conflict} onDone={close} />}
    </DialogButton>
  )
}

function CardForm({ conflict, onDone }: { conflict: Conflict; onDone: () => void }) {
  const text = useText()
  const [written, setWritten] = useState('')
  const card = cardInHand(written)
  const command = useChange((body: { card: Card }, commandId) =>
    call(giveConflictCard, { params: { conflictId: conflict.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('card.submit')}
      command={command}
      isComplete={isWritten(written) && card !== undefined}
      onCancel={onDone}
      onSubmit={() => card && command.mutate({ card }, { onSuccess: onDone })}
    >
      <RequiredText
        label={text('card.label')}
        help={text('card.help')}
        value={written}
        onChange={setWritten}
        wrongWhenSent={card ? undefined : text('card.wrong')}
        maxLength={500}
      />
    </OfficeForm>
  )
}
