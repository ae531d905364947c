import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addTransportKey, getTransportKeys } from '../../api/cards.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

const keyPattern = /^[0-9A-Fa-f]{32}$/
const checkValuePattern = /^[0-9A-Fa-f]{6}$/

/** Secret keys that suppliers' blanks came with; what is in can be chosen for a batch and never be seen again. */
export function TransportKeys() {
  const text = useText()
  const { date } = useFormats()
  const keys = useRead(getTransportKeys)
  const list = keys.data?.transportKeys ?? []
  return (
    <Section
      title={text('keys.title')}
      actions={
        <DialogButton label={text('keys.add')} title={text('keys.add')} icon="plus">
          {(close) => <KeyForm onDone={close} />}
        </DialogButton>
      }
    >
      <Trouble of={[keys]} />
      {list.length === 0 ? (
        <p className="soft">{text('keys.none')}</p>
      ) : (
        <Table
          caption={text('keys.title')}
          rows={list}
          keyOf={({ id }) => id}
          columns={[
            { title: text('keys.name'), cell: ({ name }) => name },
            {
              title: text('keys.check-value'),
              cell: ({ checkValue }) => <span className="figures">{checkValue}</span>,
            },
            { title: text('keys.added'), cell: ({ addedAt }) => date(addedAt) },
          ]}
        />
      )}
    </Section>
  )
}

function KeyForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const [checkValue, setCheckValue] = useState('')
  const typed = key.replaceAll(' ', '')
  const isKey = keyPattern.test(typed)
  const isCheckValue = checkValuePattern.test(checkValue)
  const command = useChange((body: { name: string; key: string; checkValue: string }, commandId) =>
    call(addTransportKey, { body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('keys.submit')}
      command={command}
      isComplete={isWritten(name) && isKey && isCheckValue}
      onCancel={onDone}
      onSubmit={() => command.mutate({ name: name.trim(), key: typed, checkValue }, { onSuccess: onDone })}
    >
      <RequiredText
        label={text('keys.name')}
        help={text('keys.name.help')}
        value={name}
        onChange={setName}
        maxLength={80}
      />
      <RequiredText
        label={text('keys.key')}
        help={text('keys.key.help')}
        value={key}
        onChange={setKey}
        maxLength={47}
        autoComplete="off"
        wrongWhenSent={isKey ? undefined : text('keys.key.wrong')}
      />
      <RequiredText
        label={text('keys.check-value')}
        help={text('keys.check-value.help')}
        value={checkValue}
        onChange={setCheckValue}
        maxLength={6}
        wrongWhenSent={isCheckValue ? undefined : text('keys.check-value.wrong')}
      />
    </OfficeForm>
  )
}
