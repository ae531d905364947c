import { useState } from 'react'
import { replaceCard, type ReplaceCard } from '../../api/card-life.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { CardFields, noCard } from '../card-in-hand/card-fields.tsx'
import { cardInHand } from '../card-in-hand/in-hand.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Another card for a lost, worn or copied one; asks first, because the old one cannot come back. */
export function ReplaceDialog({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <DialogButton label={text('replace.open')} title={text('replace.title')} icon="refresh" kind="quiet">
      {(close) => <ReplaceForm cardNumber={cardNumber} onDone={close} />}
    </DialogButton>
  )
}

function ReplaceForm({ cardNumber, onDone }: { cardNumber: string; onDone: () => void }) {
  const text = useText()
  const [answer, setAnswer] = useState(noCard)
  const card = cardInHand(answer.written)
  const command = useChange((body: ReplaceCard, commandId) =>
    call(replaceCard, { params: { cardNumber }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('replace.submit')}
      command={command}
      isComplete={card !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        card ? command.mutate({ card, placeId: answer.placeId }, { onSuccess: onDone }) : undefined
      }
    >
      <p>{text('replace.words', { number: cardNumber })}</p>
      <CardFields value={answer} onChange={setAnswer} />
    </OfficeForm>
  )
}
