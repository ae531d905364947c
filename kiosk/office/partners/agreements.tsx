import { call } from '../../api/call.ts'
import { approveAgreement, refuseAgreement, type Agreement, type Partner } from '../../api/partners.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { AgreementForm } from './agreement-form.tsx'
import { useText } from './texts.ts'
import { Waiting } from './waiting.tsx'

/** What was agreed with a partner, version by version. */
export function Agreements({ partner }: { partner: Partner }) {
  const text = useText()
  const mayChange = useMay(managers)
  const { agreements } = partner
  const open = agreements.find(({ state }) => state === 'proposed')
  return (
    <Section
      title={text('agreements.title')}
      actions={
        mayChange && !open ? (
          <DialogButton label={text('agreement.propose')} title={text('agreement.propose')} icon="plus">
            {(close) => <AgreementForm partner={partner} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      {open ? <OpenAgreement partner={partner} agreement={open} /> : null}
      {agreements.length === 0 ? (
        <p className="soft">{text('agreements.none')}</p>
      ) : (
        <AgreementTable partner={partner} />
      )}
    </Section>
  )
}

function OpenAgreement({
  partner: { id, isAlone },
  agreement: { number, proposedBy, isOwn },
}: {
  partner: Partner
  agreement: Agreement
}) {
  const text = useText()
  const params = { id, number: String(number) }
  return (
    <Waiting
      title={text('waits.agreement', { number, name: proposedBy })}
      isOwn={isOwn}
      isAlone={isAlone}
      words={text('approve.agreement.words', { number })}
      onApprove={(body, commandId) => call(approveAgreement, { params, body, commandId })}
      onRefuse={(body, commandId) => call(refuseAgreement, { params, body, commandId })}
    />
  )
}

function AgreementTable({ partner }: { partner: Partner }) {
  const text = useText()
  const { money, number } = useFormats()
  const rate = (fen: number | null) => (fen === null ? text('agreement.none') : money(fen))
  const limit = (points: number | null) => (points === null ? text('agreement.limit.none') : number(points))
  return (
    <Table
      caption={text('agreements.title')}
      rows={partner.agreements}
      keyOf={(agreement) => String(agreement.number)}
      columns={[
        { title: text('agreement.number'), cell: (agreement) => String(agreement.number) },
        {
          title: text('agreement.state'),
          cell: (agreement) => (
            <StateBadge agreement={agreement} isInForce={partner.inForce === agreement.number} />
          ),
        },
        {
          title: text('agreement.starts'),
          cell: ({ startsAt }) => (startsAt ? <DateTime at={startsAt} /> : text('agreement.atOnce')),
        },
        {
          title: text('agreement.pays'),
          isNumber: true,
          cell: ({ paysFenPerHundred }) => rate(paysFenPerHundred),
        },
        {
          title: text('agreement.gets'),
          isNumber: true,
          cell: ({ getsFenPerHundred }) => rate(getsFenPerHundred),
        },
        {
          title: text('agreement.limits'),
          cell: ({ earnPerDay, earnPerMonth, burnPerDay, burnPerMonth }) => (
            <>
              {text('agreement.limit.earn', { day: limit(earnPerDay), month: limit(earnPerMonth) })}
              <br />
              {text('agreement.limit.burn', { day: limit(burnPerDay), month: limit(burnPerMonth) })}
            </>
          ),
        },
        {
          title: text('agreement.days'),
          cell: ({ cancelDays, lateDays }) =>
            text('agreement.days.words', { cancel: cancelDays, late: lateDays }),
        },
      ]}
    />
  )
}

function StateBadge({ agreement: { state }, isInForce }: { agreement: Agreement; isInForce: boolean }) {
  const text = useText()
  if (isInForce)
    return (
      <Badge tone="good" icon="check">
        {text('state.inForce')}
      </Badge>
    )
  return (
    <Badge
      tone={state === 'refused' ? 'bad' : state === 'proposed' ? 'caution' : 'plain'}
      icon={state === 'refused' ? 'close' : 'clock'}
    >
      {text(`state.${state}`)}
    </Badge>
  )
}
