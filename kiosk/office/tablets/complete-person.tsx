import { useState } from 'react'
import { call } from '../../api/call.ts'
import type { Drive } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { completePerson, getKeptPerson, type Conflict, type KeptPerson } from '../../api/tablets.ts'
import { useName } from '../../i18n/names.ts'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Makes a member of somebody whose form was not good enough for one. */
export function CompletePerson({ drive, conflict }: { drive: Drive; conflict: Conflict }) {
  const text = useText()
  return (
    <DialogButton label={text('todo.complete-person')} title={text('person.title')} icon="pen">
      {(close) => <Asking drive={drive} personId={conflict.entryId ?? ''} onDone={close} />}
    </DialogButton>
  )
}

interface Props {
  drive: Drive
  personId: string
  onDone: () => void
}

function Asking({ drive, personId, onDone }: Props) {
  const person = useRead(getKeptPerson, { params: { personId } })
  return (
    <>
      <Trouble of={[person]} />
      {person.data ? <PersonForm drive={drive} person={person.data} onDone={onDone} /> : null}
    </>
  )
}

function PersonForm({ drive, person, onDone }: Omit<Props, 'personId'> & { person: KeptPerson }) {
  const text = useText()
  const nameOf = useName()
  const [name, setName] = useState(person.name)
  const [phone, setPhone] = useState(person.phone)
  const [birthday, setBirthday] = useState(person.birthday ?? '')
  const known = drive.sources.some(({ code }) => code === person.sourceCode)
  const [sourceCode, setSource] = useState(known ? person.sourceCode : undefined)
  const command = useChange((body: Parameters<typeof bodyOf>[0], commandId) =>
    call(completePerson, { params: { personId: person.personId }, body: bodyOf(body), commandId }),
  )
  return (
    <OfficeForm
      submit={text('person.submit')}
      command={command}
      isComplete={isWritten(name) && phone.trim().length >= 11 && sourceCode !== undefined}
      onCancel={onDone}
      onSubmit={() => {
        if (sourceCode) command.mutate({ name, phone, birthday, sourceCode }, { onSuccess: onDone })
      }}
    >
      <p>{text('person.words')}</p>
      <RequiredText label={text('person.name')} value={name} onChange={setName} maxLength={40} />
      <RequiredText label={text('person.phone')} value={phone} onChange={setPhone} maxLength={20} />
      <TextField label={text('person.birthday')} value={birthday} onChange={setBirthday} maxLength={10} />
      <RequiredSelect
        label={text('person.source')}
        value={sourceCode}
        onChange={setSource}
        options={drive.sources.map((source) => ({ value: source.code, label: nameOf(source) }))}
      />
    </OfficeForm>
  )
}

const bodyOf = ({
  name,
  phone,
  birthday,
  sourceCode,
}: {
  name: string
  phone: string
  birthday: string
  sourceCode: string
}) => ({
  name: name.trim(),
  phone: phone.trim(),
  sourceCode,
  ...(isWritten(birthday) ? { birthday: birthday.trim() } : {}),
})
