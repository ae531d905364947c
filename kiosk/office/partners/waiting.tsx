import type { ReactNode } from 'react'
import { useChange } from '../../api/reading.ts'
import { Notice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

interface WaitingProps {
  title: string
  isOwn: boolean
  /** whoever reads this is the shop's only person */
  isAlone: boolean
  words: ReactNode
  refuseWords?: ReactNode
  onApprove: (body: { aloneReason?: string }, commandId: string) => Promise<unknown>
  onRefuse: (body: { reason: string }, commandId: string) => Promise<unknown>
}

/** What waits for a second person, and what they can do about it. */
export function Waiting({ title, isOwn, isAlone, ...deciding }: WaitingProps) {
  const text = useText()
  const may = useMay(managers)
  const isBlocked = isOwn && !isAlone
  return (
    <Notice tone="caution" title={title} {...(isBlocked ? { todo: text('approve.own') } : {})}>
      {may ? (
        <p className="actions">
          {isBlocked ? null : (
            <DialogButton label={text('approve')} title={title} icon="check" kind="primary">
              {(close) => <Yes {...deciding} isAlone={isOwn} onDone={close} />}
            </DialogButton>
          )}
          <DialogButton label={text('refuse')} title={title} icon="close">
            {(close) => <No {...deciding} onDone={close} />}
          </DialogButton>
        </p>
      ) : null}
    </Notice>
  )
}

type Deciding = Omit<WaitingProps, 'title' | 'isOwn' | 'isAlone'> & { onDone: () => void }

function Yes({ words, onApprove, isAlone, onDone }: Deciding & { isAlone: boolean }) {
  const text = useText()
  const command = useChange(onApprove)
  return (
    <ApproveForm
      submit={text('approve')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{words}</p>
    </ApproveForm>
  )
}

function No({ refuseWords, onRefuse, onDone }: Deciding) {
  const text = useText()
  const command = useChange(onRefuse)
  return (
    <RefuseForm
      submit={text('refuse')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      {refuseWords ? <p>{refuseWords}</p> : null}
    </RefuseForm>
  )
}
