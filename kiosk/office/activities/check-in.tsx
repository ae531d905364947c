import { useState } from 'react'
import { call } from '../../api/call.ts'
import { checkIn, type Activity, type NewCheckIn } from '../../api/occasions.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Notice } from '../../ui/notice.tsx'
import { cardInHand } from '../card-in-hand/in-hand.ts'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** One card after another, as people come in. */
export function CheckIn({ activity }: { activity: Activity }) {
  const text = useText()
  const title = text('check-in.title', { name: useName()(activity) })
  return (
    <DialogButton label={text('check-in')} title={title} icon="check">
      {(close) => <CheckInForm activityId={activity.id} onDone={close} />}
    </DialogButton>
  )
}

function CheckInForm({ activityId, onDone }: { activityId: string; onDone: () => void }) {
  const text = useText()
  const [written, setWritten] = useState('')
  const card = cardInHand(written)
  const command = useChange((body: NewCheckIn, commandId) =>
    call(checkIn, { params: { activityId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('check-in')}
      command={command}
      isComplete={card !== undefined}
      onCancel={onDone}
      onSubmit={() => (card ? command.mutate({ card }, { onSuccess: () => setWritten('') }) : undefined)}
    >
      {command.data ? (
        <Notice tone="good" title={text('check-in.done', { count: command.data.points })} />
      ) : null}
      <RequiredText
        label={text('check-in.card')}
        help={text('check-in.card.help')}
        value={written}
        onChange={setWritten}
        wrongWhenSent={card ? undefined : text('check-in.card.wrong')}
        maxLength={500}
      />
    </OfficeForm>
  )
}
