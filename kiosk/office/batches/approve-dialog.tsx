import { call } from '../../api/call.ts'
import { approveBatch, refuseBatch, type Batch, type BatchLife } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { useSession } from '../../sign-in/session.ts'
import { Notice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { carriers, managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useDesignName } from './design-name.ts'
import { useText } from './texts.ts'

/** What waits for a second person: says who that may be, and lets them decide. */
export function OrderWaits({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const mayApprove = useMay(managers)
  const mayRefuse = useMay(carriers)
  const isOwn = useSession().data?.person?.id === batch.orderedById
  const isBlocked = isOwn && !life.isAlone
  return (
    <Notice
      tone="caution"
      title={text('approve.waits', { name: life.orderedBy })}
      todo={text(isBlocked ? 'approve.own' : mayApprove ? 'approve.todo' : 'approve.others')}
    >
      <p className="actions">
        {mayApprove && !isBlocked ? <ApproveDialog batch={batch} isAlone={isOwn} /> : null}
        {mayRefuse ? <RefuseDialog batchId={batch.id} isOwn={isOwn} /> : null}
      </p>
    </Notice>
  )
}

function ApproveDialog({ batch, isAlone }: { batch: Batch; isAlone: boolean }) {
  const text = useText()
  return (
    <DialogButton label={text('approve.open')} title={text('approve.title')} icon="check" kind="primary">
      {(close) => <ApproveOrder batch={batch} isAlone={isAlone} onDone={close} />}
    </DialogButton>
  )
}

function ApproveOrder({ batch, isAlone, onDone }: { batch: Batch; isAlone: boolean; onDone: () => void }) {
  const text = useText()
  const designName = useDesignName()
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(approveBatch, { params: { batchId: batch.id }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('approve.submit')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{text('approve.words', { count: batch.quantity, design: designName(batch.design) })}</p>
    </ApproveForm>
  )
}

function RefuseDialog({ batchId, isOwn }: { batchId: string; isOwn: boolean }) {
  const text = useText()
  const label = text(isOwn ? 'refuse.own' : 'refuse.open')
  return (
    <DialogButton label={label} title={label} icon="close">
      {(close) => <RefuseOrder batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

function RefuseOrder({ batchId, onDone }: { batchId: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseBatch, { params: { batchId }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('refuse.submit')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      <p>{text('refuse.words')}</p>
    </RefuseForm>
  )
}
