import { Link } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { approveLevelGift, getWaitingLevels, refuseLevelGift, type MemberLevel } from '../../api/levels.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { useSession } from '../../sign-in/session.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Section } from '../section.tsx'
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
  const words = { name: nameOf(gift.to), asker: gift.requestedBy.displayName, reason: gift.reason }
  return (
    <Notice tone="caution" title={text('waiting', words)}>
      {mayDecide ? <Decide gift={gift} isAlone={isAlone} /> : null}
    </Notice>
  )
}

function Decide({ gift, isAlone }: Omit<WaitingProps, 'mayDecide'>) {
  const text = useText()
  const isOwn = useSession().data?.person?.id === gift.requestedBy.id
  return (
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
  )
}

/** Levels of all members that wait; nothing where none does. */
export function WaitingLevels() {
  const text = useText()
  const nameOf = useName()
  const read = useRead(getWaitingLevels)
  if (!read.data || read.data.gifts.length === 0) return null
  const { gifts, isAlone } = read.data
  return (
    <Section title={text('waiting.all')}>
      <Table
        caption={text('waiting.all')}
        rows={gifts}
        keyOf={({ id }) => id}
        columns={[
          { title: text('waiting.when'), cell: ({ requestedAt }) => <DateTime at={requestedAt} /> },
          { title: text('give.level'), cell: ({ to }) => nameOf(to) },
          { title: text('give.reason'), cell: ({ reason }) => reason },
          { title: text('waiting.asker'), cell: ({ requestedBy }) => requestedBy.displayName },
          {
            title: text('changes.do'),
            cell: (gift) => (
              <div className="actions">
                <Link to="/members/$memberId" params={{ memberId: gift.memberId }}>
                  {text('waiting.member')}
                </Link>
                <Decide gift={gift} isAlone={isAlone} />
              </div>
            ),
          },
        ]}
      />
    </Section>
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
