import { useState } from 'react'
import { call } from '../../api/call.ts'
import { approveCorrection, refuseCorrection, type Correction } from '../../api/points.ts'
import { useChange } from '../../api/reading.ts'
import { useSession } from '../../sign-in/session.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** What waits for a second person: they decide; whoever asked can only take it back, but the shop's only person. */
export function Decide({ correction, isAlone }: { correction: Correction; isAlone: boolean }) {
  const text = useText()
  const isOwn = useSession().data?.person?.id === correction.requestedBy.id
  const refuse = text(isOwn ? 'refuse.own' : 'refuse.open')
  return (
    <span className="actions">
      {isOwn && !isAlone ? null : (
        <DialogButton label={text('approve.open')} title={text('approve.title')} icon="check" kind="quiet">
          {(close) => <ApproveForm correction={correction} isAlone={isOwn} onDone={close} />}
        </DialogButton>
      )}
      <DialogButton label={refuse} title={refuse} icon="close" kind="quiet">
        {(close) => <RefuseForm correction={correction} onDone={close} />}
      </DialogButton>
    </span>
  )
}

interface FormProps {
  correction: Correction
  onDone: () => void
}

function ApproveForm({ correction: { id, points }, isAlone, onDone }: FormProps & { isAlone: boolean }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(approveCorrection, { params: { id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('approve.submit')}
      command={command}
      isComplete={!isAlone || isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate(isAlone ? { aloneReason: reason.trim() } : {}, { onSuccess: onDone })}
    >
      <p>{text(points > 0 ? 'approve.words.add' : 'approve.words.take', { points: Math.abs(points) })}</p>
      {isAlone ? (
        <RequiredText label={text('approve.alone')} value={reason} onChange={setReason} maxLength={200} />
      ) : null}
    </OfficeForm>
  )
}

function RefuseForm({ correction: { id }, onDone }: FormProps) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseCorrection, { params: { id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('refuse.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <RequiredText label={text('refuse.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
