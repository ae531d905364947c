import { useState } from 'react'
import { call } from '../../api/call.ts'
import { openBox, sendBox, type CardBox } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { PlaceField } from './place-field.tsx'
import { useText } from './texts.ts'

export function SendBoxDialog({ box }: { box: CardBox }) {
  const text = useText()
  return (
    <DialogButton label={text('send.box')} title={text('send.box.title', { code: box.code })} kind="quiet">
      {(close) => <SendBoxForm boxId={box.id} onDone={close} />}
    </DialogButton>
  )
}

function SendBoxForm({ boxId, onDone }: { boxId: string; onDone: () => void }) {
  const text = useText()
  const [placeId, setPlace] = useState<string>()
  const command = useChange((body: { placeId: string }, commandId) =>
    call(sendBox, { params: { boxId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('send.submit')}
      command={command}
      isComplete={placeId !== undefined}
      onCancel={onDone}
      onSubmit={() => (placeId ? command.mutate({ placeId }, { onSuccess: onDone }) : undefined)}
    >
      <p>{text('send.words')}</p>
      <PlaceField value={placeId} onChange={setPlace} />
    </OfficeForm>
  )
}

export function OpenBoxDialog({ box }: { box: CardBox }) {
  const text = useText()
  return (
    <DialogButton label={text('open.open')} title={text('open.title', { code: box.code })} kind="quiet">
      {(close) => <OpenBoxForm boxId={box.id} onDone={close} />}
    </DialogButton>
  )
}

function OpenBoxForm({ boxId, onDone }: { boxId: string; onDone: () => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(openBox, { params: { boxId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('open.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('open.words')}</p>
      <RequiredText label={text('open.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
