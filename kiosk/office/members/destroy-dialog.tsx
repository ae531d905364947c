import { useState } from 'react'
import { destroyCard, type DestroyCard } from '../../api/card-life.ts'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getPeople } from '../../api/staff.ts'
import { useSession } from '../../sign-in/session.ts'
import { Choice } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** A destroyed card is written down with how, why and who saw it. */
export function DestroyDialog({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <DialogButton label={text('destroy.open')} title={text('destroy.title')} icon="delete" kind="quiet">
      {(close) => <DestroyForm cardNumber={cardNumber} onDone={close} />}
    </DialogButton>
  )
}

const methods = ['shredded', 'cut', 'burnt'] as const

function DestroyForm({ cardNumber, onDone }: { cardNumber: string; onDone: () => void }) {
  const text = useText()
  const me = useSession().data?.person?.id
  const people = useRead(getPeople)
  const [method, setMethod] = useState<DestroyCard['method']>('shredded')
  const [reason, setReason] = useState('')
  const [witnessId, setWitnessId] = useState<string>()
  const [witnessPassword, setWitnessPassword] = useState('')
  const command = useChange((body: DestroyCard, commandId) =>
    call(destroyCard, { params: { cardNumber }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('destroy.submit')}
      command={command}
      isComplete={isWritten(reason) && witnessId !== undefined && witnessPassword !== ''}
      onCancel={onDone}
      onSubmit={() =>
        witnessId === undefined
          ? undefined
          : command.mutate(
              { method, reason: reason.trim(), witnessId, witnessPassword },
              { onSuccess: onDone },
            )
      }
    >
      <p>{text('destroy.words', { number: cardNumber })}</p>
      <Choice
        label={text('destroy.method')}
        value={method}
        onChange={setMethod}
        options={methods.map((value) => ({ value, label: text(`method.${value}`) }))}
      />
      <RequiredText label={text('destroy.reason')} value={reason} onChange={setReason} maxLength={200} />
      <RequiredSelect
        label={text('destroy.witness')}
        value={witnessId}
        onChange={setWitnessId}
        options={(people.data?.people ?? [])
          .filter(({ id }) => id !== me)
          .map(({ id, displayName }) => ({ value: id, label: displayName }))}
      />
      <RequiredText
        label={text('destroy.witness-password')}
        help={text('destroy.witness-password.help')}
        value={witnessPassword}
        onChange={setWitnessPassword}
        type="password"
        autoComplete="off"
        maxLength={200}
      />
    </OfficeForm>
  )
}
