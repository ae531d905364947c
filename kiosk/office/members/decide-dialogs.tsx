import { call } from '../../api/call.ts'
import { approveCorrection, refuseCorrection, type Correction } from '../../api/points.ts'
import { useChange } from '../../api/reading.ts'
import { useSession } from '../../sign-in/session.ts'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
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
          {(close) => <Approve correction={correction} isAlone={isOwn} onDone={close} />}
        </DialogButton>
      )}
      <DialogButton label={refuse} title={refuse} icon="close" kind="quiet">
        {(close) => <Refuse correction={correction} onDone={close} />}
      </DialogButton>
    </span>
  )
}

interface FormProps {
  correction: Correction
  onDone: () => void
}

function Approve({ correction: { id, points }, isAlone, onDone }: FormProps & { isAlone: boolean }) {
  const text = useText()
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(approveCorrection, { params: { id }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('approve.submit')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{text(points > 0 ? 'approve.words.add' : 'approve.words.take', { points: Math.abs(points) })}</p>
    </ApproveForm>
  )
}

function Refuse({ correction: { id }, onDone }: FormProps) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseCorrection, { params: { id }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('refuse.submit')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    />
  )
}
