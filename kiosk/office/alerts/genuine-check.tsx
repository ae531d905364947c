import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { checkSecurityCode, type SecurityCheck } from '../../api/serials.ts'
import { Notice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Asks for what is printed on a card's back, and says whether both belong together. */
export function GenuineCheck() {
  const text = useText()
  return (
    <DialogButton label={text('check.open')} title={text('check.open')} icon="card">
      {(close) => <CheckForm onDone={close} />}
    </DialogButton>
  )
}

function CheckForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const command = useChange((body: SecurityCheck, commandId) => call(checkSecurityCode, { body, commandId }))
  const cardNumber = number.replaceAll(/\D/g, '')
  const isNumber = cardNumber.length === 16
  const isCode = code.replaceAll(/[\s-]/g, '').length === 6
  const retype = (set: (typed: string) => void) => (typed: string) => {
    command.reset()
    set(typed)
  }
  return (
    <OfficeForm
      submit={text('check.submit')}
      command={command}
      isComplete={isNumber && isCode}
      onCancel={onDone}
      onSubmit={() => command.mutate({ cardNumber, code })}
    >
      <p>{text('check.words')}</p>
      <RequiredText
        label={text('check.number')}
        value={number}
        onChange={retype(setNumber)}
        maxLength={24}
        inputMode="numeric"
        autoComplete="off"
        wrongWhenSent={isNumber ? undefined : text('check.number.wrong')}
      />
      <RequiredText
        label={text('check.code')}
        value={code}
        onChange={retype(setCode)}
        maxLength={12}
        autoComplete="off"
        wrongWhenSent={isCode ? undefined : text('check.code.wrong')}
      />
      {command.data ? (
        <Notice tone="good" title={text('check.genuine')} todo={text('check.genuine.todo')} />
      ) : null}
    </OfficeForm>
  )
}
