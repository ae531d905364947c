import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  approveSettlement,
  markSettlementPaid,
  markSettlementSent,
  refuseSettlement,
  type Partner,
  type Settlement,
} from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useBalanceWords } from './balance.ts'
import { useText } from './texts.ts'
import { Waiting } from './waiting.tsx'

/** Months that were added up: approved, sent, paid. */
export function Settlements({ partner }: { partner: Partner }) {
  const text = useText()
  const { settlements } = partner
  const open = settlements.find(({ state }) => state === 'proposed')
  return (
    <Section title={text('settlements.title')}>
      {open ? <OpenSettlement partner={partner} settlement={open} /> : null}
      {settlements.length === 0 ? (
        <p className="soft">{text('settlements.none')}</p>
      ) : (
        <SettlementTable partner={partner} />
      )}
    </Section>
  )
}

function OpenSettlement({
  partner: { id, isAlone },
  settlement: { id: settlementId, month, netFen, proposedBy, isOwn },
}: {
  partner: Partner
  settlement: Settlement
}) {
  const text = useText()
  const balance = useBalanceWords()
  const params = { id, settlementId }
  return (
    <Waiting
      title={text('waits.settlement', { month, name: proposedBy })}
      isOwn={isOwn}
      isAlone={isAlone}
      words={text('approve.settlement.words', { month, balance: balance(netFen) })}
      refuseWords={text('refuse.settlement.words', { month })}
      onApprove={(body, commandId) => call(approveSettlement, { params, body, commandId })}
      onRefuse={(body, commandId) => call(refuseSettlement, { params, body, commandId })}
    />
  )
}

const TONES = { proposed: 'caution', closed: 'good', refused: 'bad' } as const
const ICONS = { proposed: 'clock', closed: 'lock', refused: 'close' } as const

function SettlementTable({ partner }: { partner: Partner }) {
  const text = useText()
  const balance = useBalanceWords()
  const mayChange = useMay(managers)
  return (
    <Table
      caption={text('settlements.title')}
      rows={partner.settlements}
      keyOf={({ id }) => id}
      columns={[
        { title: text('months.month'), cell: ({ month }) => month },
        { title: text('settlements.number'), cell: ({ number }) => (number === null ? '' : String(number)) },
        {
          title: text('months.state'),
          cell: ({ state }) => (
            <Badge tone={TONES[state]} icon={ICONS[state]}>
              {text(`state.${state}`)}
            </Badge>
          ),
        },
        { title: text('settlements.balance'), isNumber: true, cell: ({ netFen }) => balance(netFen) },
        {
          title: text('settlements.files'),
          cell: ({ id, state }) =>
            state === 'refused' ? null : <Files partnerId={partner.id} settlementId={id} />,
        },
        {
          title: text('settlements.sent'),
          cell: (settlement) =>
            settlement.sentOn ??
            (settlement.state === 'closed' && mayChange ? (
              <MarkButton partnerId={partner.id} settlement={settlement} kind="sent" />
            ) : null),
        },
        {
          title: text('settlements.paid'),
          cell: (settlement) =>
            settlement.paidOn ? (
              <>
                {settlement.paidOn} <span className="soft">{settlement.paidReference}</span>
              </>
            ) : settlement.state === 'closed' && mayChange ? (
              <MarkButton partnerId={partner.id} settlement={settlement} kind="paid" />
            ) : null,
        },
      ]}
    />
  )
}

function Files({ partnerId, settlementId }: { partnerId: string; settlementId: string }) {
  const text = useText()
  const language = useLanguage()
  const path = `/api/v1/partners/${partnerId}/settlements/${settlementId}/document`
  return (
    <>
      <a href={`${path}.pdf?language=${language}`} target="_blank" rel="noreferrer">
        {text('settlements.pdf')}
      </a>{' '}
      <a href={`${path}.csv?language=${language}`}>{text('settlements.csv')}</a>
    </>
  )
}

interface MarkProps {
  partnerId: string
  settlement: Settlement
  kind: 'sent' | 'paid'
}

function MarkButton(props: MarkProps) {
  const text = useText()
  const label = text(`settlements.mark.${props.kind}`)
  return (
    <DialogButton label={label} title={label} kind="quiet">
      {(close) => <MarkForm {...props} onDone={close} />}
    </DialogButton>
  )
}

function MarkForm({ partnerId, settlement, kind, onDone }: MarkProps & { onDone: () => void }) {
  const text = useText()
  const [on, setOn] = useState('')
  const [reference, setReference] = useState('')
  const params = { id: partnerId, settlementId: settlement.id }
  const command = useChange((_: void, commandId) =>
    kind === 'sent'
      ? call(markSettlementSent, { params, body: { on }, commandId })
      : call(markSettlementPaid, { params, body: { on, reference: reference.trim() }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('mark.save')}
      command={command}
      isComplete={on !== '' && (kind === 'sent' || isWritten(reference))}
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('mark.words')}</p>
      <RequiredText label={text('mark.on')} type="date" value={on} onChange={setOn} />
      {kind === 'paid' ? (
        <RequiredText
          label={text('mark.reference')}
          value={reference}
          onChange={setReference}
          maxLength={80}
        />
      ) : null}
    </OfficeForm>
  )
}
