import { useState } from 'react'
import { call } from '../../api/call.ts'
import { confirmTransfer, recallTransfer, type BatchLife, type CardTransfer } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { useSession } from '../../sign-in/session.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { ProblemNotice, type Tone } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { AloneReason } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { carriers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

const marks: Record<CardTransfer['state'], { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'caution', icon: 'clock' },
  confirmed: { tone: 'good', icon: 'check' },
  recalled: { tone: 'plain', icon: 'back' },
}

/** Cards between the office and places: who gave, who took, and what still wants the other side's signature. */
export function TransfersSection({ life }: { life: BatchLife }) {
  const text = useText()
  const mayCarry = useMay(carriers)
  const me = useSession().data?.person?.id
  const office = text('cards.office')
  return (
    <Section title={text('transfers.title')}>
      <p className="soft">{text('transfers.words')}</p>
      <Table
        caption={text('transfers.caption')}
        rows={life.transfers}
        keyOf={({ id }) => id}
        columns={[
          {
            title: text('transfers.way'),
            cell: ({ fromPlace, toPlace }) =>
              text('transfers.from-to', { from: fromPlace ?? office, to: toPlace ?? office }),
          },
          { title: text('transfers.box'), cell: ({ boxCode }) => (boxCode ? <code>{boxCode}</code> : '—') },
          { title: text('boxes.quantity'), isNumber: true, cell: ({ quantity }) => quantity },
          {
            title: text('transfers.giver'),
            cell: ({ givenBy, givenAt }) => <Signature name={givenBy} at={givenAt} />,
          },
          {
            title: text('transfers.taker'),
            cell: ({ state, endedBy, endedAt }) =>
              state === 'confirmed' && endedBy && endedAt ? <Signature name={endedBy} at={endedAt} /> : '—',
          },
          {
            title: text('list.state'),
            cell: ({ state }) => <Badge {...marks[state]}>{text(`transfer.${state}`)}</Badge>,
          },
          {
            title: text('cards.do'),
            cell: (transfer) =>
              mayCarry && transfer.state === 'waiting' ? (
                <span className="actions">
                  {transfer.givenById !== me || life.isAlone ? (
                    <ConfirmDialog transfer={transfer} isAlone={transfer.givenById === me} />
                  ) : null}
                  <Recall transferId={transfer.id} />
                </span>
              ) : null,
          },
        ]}
      />
    </Section>
  )
}

const Signature = ({ name, at }: { name: string; at: string }) => (
  <>
    {name}
    <br />
    <span className="soft small-line">
      <DateTime at={at} />
    </span>
  </>
)

function ConfirmDialog({ transfer, isAlone }: { transfer: CardTransfer; isAlone: boolean }) {
  const text = useText()
  return (
    <DialogButton label={text('confirm.open')} title={text('confirm.title')} icon="check" kind="quiet">
      {(close) => <ConfirmForm transferId={transfer.id} isAlone={isAlone} onDone={close} />}
    </DialogButton>
  )
}

function ConfirmForm({
  transferId,
  isAlone,
  onDone,
}: {
  transferId: string
  isAlone: boolean
  onDone: () => void
}) {
  const text = useText()
  const [counted, setCounted] = useState<number>()
  const [reason, setReason] = useState('')
  const command = useChange((body: { counted: number; aloneReason?: string }, commandId) =>
    call(confirmTransfer, { params: { transferId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('confirm.submit')}
      command={command}
      isComplete={counted !== undefined && (!isAlone || isWritten(reason))}
      onCancel={onDone}
      onSubmit={() =>
        counted === undefined
          ? undefined
          : command.mutate(
              { counted, ...(isAlone ? { aloneReason: reason.trim() } : {}) },
              { onSuccess: onDone },
            )
      }
    >
      <p>{text('confirm.words')}</p>
      <NumberField
        label={text('confirm.counted')}
        value={counted}
        min={0}
        max={10_000}
        onChange={setCounted}
      />
      {isAlone ? <AloneReason value={reason} onChange={setReason} /> : null}
    </OfficeForm>
  )
}

function Recall({ transferId }: { transferId: string }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(recallTransfer, { params: { transferId }, commandId }),
  )
  return (
    <>
      <Button kind="quiet" icon="back" isPending={command.isPending} onPress={() => command.mutate()}>
        {text('recall')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}
