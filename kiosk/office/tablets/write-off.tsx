import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { askWriteOff, confirmWriteOff, refuseWriteOff, type OneTablet } from '../../api/tablets.ts'
import { useSession } from '../../sign-in/session.ts'
import { Notice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Of a revoked tablet: what to do about what it still keeps, and how far that has got. */
export function AfterRevoking({ tablet }: { tablet: OneTablet }) {
  const text = useText()
  const personId = useSession().data?.person?.id
  const { writeOff, isAlone } = tablet
  if (!writeOff)
    return (
      <Notice tone="caution" title={text('revoked.next')} todo={text('revoked.next.todo')}>
        <p className="actions">
          <DialogButton label={text('give-up.open')} title={text('give-up.title', { name: tablet.name })}>
            {(close) => <AskForm tablet={tablet} onDone={close} />}
          </DialogButton>
        </p>
      </Notice>
    )
  const { askedBy, confirmedBy, reason } = writeOff
  if (confirmedBy)
    return (
      <Notice
        tone="plain"
        title={text('given-up', { asked: askedBy.displayName, confirmed: confirmedBy.displayName })}
        todo={text('given-up.todo', { reason })}
      />
    )
  const isOwn = askedBy.staffId === personId
  return (
    <Notice
      tone="caution"
      title={text('give-up.waits', { name: askedBy.displayName })}
      todo={text(isOwn && !isAlone ? 'give-up.own' : 'give-up.waits.todo', { reason })}
    >
      <p className="actions">
        {isOwn && !isAlone ? null : (
          <DialogButton
            label={text('give-up.confirm')}
            title={text('give-up.title', { name: tablet.name })}
            icon="check"
            kind="primary"
          >
            {(close) => <ConfirmForm tablet={tablet} isAlone={isOwn} onDone={close} />}
          </DialogButton>
        )}
        <DialogButton label={text('give-up.refuse')} title={text('give-up.refuse')} icon="close">
          {(close) => <KeepForm tablet={tablet} onDone={close} />}
        </DialogButton>
      </p>
    </Notice>
  )
}

interface FormProps {
  tablet: OneTablet
  onDone: () => void
}

function AskForm({ tablet, onDone }: FormProps) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(askWriteOff, { params: { tabletId: tablet.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('give-up.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('give-up.words')}</p>
      <RequiredText label={text('give-up.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

function ConfirmForm({ tablet, isAlone, onDone }: FormProps & { isAlone: boolean }) {
  const text = useText()
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(confirmWriteOff, { params: { tabletId: tablet.id }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('give-up.confirm')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{text('give-up.words')}</p>
      <p>{text('give-up.because', { reason: tablet.writeOff?.reason ?? '' })}</p>
    </ApproveForm>
  )
}

function KeepForm({ tablet, onDone }: FormProps) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseWriteOff, { params: { tabletId: tablet.id }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('give-up.refuse')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      <p>{text('give-up.refuse.words')}</p>
    </RefuseForm>
  )
}
