import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { eraseOfPhone, erasePerson, type Conflict } from '../../api/tablets.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Result } from './result.tsx'
import { useText } from './texts.ts'

interface FormProps {
  onDone: () => void
}

/** Somebody asks that what tablets have sent of them is erased. */
export function EraseSomebody() {
  const text = useText()
  return (
    <DialogButton label={text('erase.open')} title={text('erase.title')} icon="delete" kind="quiet">
      {(close) => <PhoneForm onDone={close} />}
    </DialogButton>
  )
}

function PhoneForm({ onDone }: FormProps) {
  const text = useText()
  const [phone, setPhone] = useState('')
  const [reason, setReason] = useState('')
  const command = useChange((body: { phone: string; reason: string }, commandId) =>
    call(eraseOfPhone, { body, commandId }),
  )
  if (command.data) return <Result words={text('erase.result', command.data)} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('erase.submit')}
      command={command}
      isComplete={/\d{4}/.test(phone) && isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ phone: phone.trim(), reason: reason.trim() })}
    >
      <p>{text('erase.words')}</p>
      <RequiredText
        label={text('person.phone')}
        help={text('erase.phone.help')}
        value={phone}
        onChange={setPhone}
        maxLength={20}
      />
      <EraseReason value={reason} onChange={setReason} />
    </OfficeForm>
  )
}

/** The form of one person who is to be no member. */
export function EraseForm({ conflict }: { conflict: Conflict }) {
  const text = useText()
  return (
    <DialogButton label={text('erase.form')} title={text('erase.form')} kind="quiet">
      {(close) => <OneForm personId={conflict.entryId ?? ''} onDone={close} />}
    </DialogButton>
  )
}

function OneForm({ personId, onDone }: FormProps & { personId: string }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(erasePerson, { params: { personId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('erase.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('erase.form.words')}</p>
      <EraseReason value={reason} onChange={setReason} />
    </OfficeForm>
  )
}

function EraseReason({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const text = useText()
  return (
    <RequiredText
      label={text('give-up.reason')}
      help={text('erase.reason.help')}
      value={value}
      onChange={onChange}
      maxLength={200}
    />
  )
}
