import { call } from '../../api/call.ts'
import { approveLevelGift, refuseLevelGift, type MemberLevel } from '../../api/levels.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { useSession } from '../../sign-in/session.ts'
import { Notice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { useText } from './texts.ts'

type Gift = NonNullable<MemberLevel['waiting']>

interface WaitingProps {
  gift: Gift
  isAlone: boolean
  mayDecide: boolean
}

/** A level above the limit of whoever gave it: a second person decides, who asked can only take it back. */
export function Waiting({ gift, isAlone, mayDecide }: WaitingProps) {
  const text = useText()
  const nameOf = useName()
  const isOwn = useSession().data?.person?.id === gift.requestedBy.id
  const words = { name: nameOf(gift.to), asker: gift.requestedBy.displayName, reason: gift.reason }
  return (
    <Notice tone="caution" title={text('waiting', words)}>
      {mayDecide ? (
        <span className="actions">
          {isOwn && !isAlone ? null : (
            <DialogButton label={text('waiting.approve')} title={text('waiting.approve')} icon="check">
              {(close) => <Approve gift={gift} isAlone={isOwn} onDone={close} />}
            </DialogButton>
          )}
          <DialogButton label={text('waiting.refuse')} title={text('waiting.refuse')} icon="close">
            {(close) => <Refuse gift={gift} onDone={close} />}
          </DialogButton>
        </span>
      ) : null}
    </Notice>
  )
}

interface FormProps {
  gift: Gift
  onDone: () => void
}

function Approve({ gift: { id, to }, isAlone, onDone }: FormProps & { isAlone: boolean }) {
  const text = useText()
  const nameOf = useName()
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(approveLevelGift, { params: { id }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('give.submit')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{text('waiting.words', { name: nameOf(to) })}</p>
    </ApproveForm>
  )
}

function Refuse({ gift: { id }, onDone }: FormProps) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseLevelGift, { params: { id }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('waiting.refuse')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    />
  )
}
