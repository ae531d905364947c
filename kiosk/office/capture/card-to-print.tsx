import { useState } from 'react'
import { call } from '../../api/call.ts'
import { nameCard, type MemberDetails } from '../../api/members.ts'
import { useChange } from '../../api/reading.ts'
import { CardNumber } from '../../ui/card-number.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** The cards that are printed for a member alone, and how one more becomes theirs. */
export function CardsToPrint({ member: { id, namedCards } }: { member: MemberDetails }) {
  const text = useText()
  return (
    <>
      {namedCards.length > 0 ? (
        <p>
          {text('named.cards')}{' '}
          {namedCards.map((number) => (
            <CardNumber key={number} number={number} />
          ))}
        </p>
      ) : null}
      <p className="actions">
        <DialogButton label={text('named.add')} title={text('named.add')} icon="card">
          {(close) => <NameCard memberId={id} onDone={close} />}
        </DialogButton>
      </p>
    </>
  )
}

function NameCard({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const cardNumber = typed.replaceAll(/\s/g, '')
  const isWhole = /^9156\d{12}$/.test(cardNumber)
  const command = useChange((body: { cardNumber: string }, commandId) =>
    call(nameCard, { params: { memberId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('named.submit')}
      command={command}
      isComplete={isWhole}
      onCancel={onDone}
      onSubmit={() => command.mutate({ cardNumber }, { onSuccess: onDone })}
    >
      <RequiredText
        label={text('named.number')}
        help={text('named.help')}
        value={typed}
        onChange={setTyped}
        maxLength={19}
        wrongWhenSent={isWhole ? undefined : text('named.wrong')}
      />
    </OfficeForm>
  )
}
