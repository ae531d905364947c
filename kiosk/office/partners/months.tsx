import { call } from '../../api/call.ts'
import { proposeSettlement, type MonthOfPartner, type Partner } from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Badge } from '../../ui/badge.tsx'

import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useShopDay } from '../shop-day.ts'
import { useMay } from '../use-may.ts'
import { useBalanceWords } from './balance.ts'
import { useText } from './texts.ts'

/** A partner's account month by month; the first open one is settled once it is over. */
export function Months({ partner }: { partner: Partner }) {
  const text = useText()
  const { number, money } = useFormats()
  const balance = useBalanceWords()
  const mayChange = useMay(managers)
  const { openMonth, months, settlements } = partner
  const isOver = openMonth < useShopDay().slice(0, 7)
  const isFree = !settlements.some(({ state }) => state === 'proposed')
  const next = months.find(({ month }) => month === openMonth)
  const cell = (points: number, fen: number) =>
    text('months.cell', { points: number(points), sum: money(fen) })
  return (
    <Section
      title={text('months.title')}
      actions={
        mayChange && isOver && isFree && next ? (
          <DialogButton
            label={text('settle.open', { month: openMonth })}
            title={text('settle.open', { month: openMonth })}
            icon="check"
          >
            {(close) => <SettleForm partner={partner} month={next} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Table
        caption={text('months.title')}
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          { title: text('months.month'), cell: ({ month }) => month },
          {
            title: text('months.state'),
            cell: ({ isOpen }) => (
              <Badge tone={isOpen ? 'good' : 'plain'} icon={isOpen ? 'play' : 'lock'}>
                {text(isOpen ? 'months.open' : 'months.shut')}
              </Badge>
            ),
          },
          { title: text('months.entries'), isNumber: true, cell: ({ entries }) => number(entries) },
          {
            title: text('months.given'),
            isNumber: true,
            cell: ({ givenPoints, givenFen }) => cell(givenPoints, givenFen),
          },
          {
            title: text('months.burned'),
            isNumber: true,
            cell: ({ burnedPoints, burnedFen }) => cell(burnedPoints, 0 - burnedFen),
          },
          {
            title: text('months.adjusted'),
            isNumber: true,
            cell: ({ adjustedFen }) => money(adjustedFen),
          },
          { title: text('months.net'), isNumber: true, cell: ({ netFen }) => balance(netFen) },
        ]}
      />
    </Section>
  )
}

function SettleForm({
  partner: { id },
  month: { month, netFen },
  onDone,
}: {
  partner: Partner
  month: MonthOfPartner
  onDone: () => void
}) {
  const text = useText()
  const balance = useBalanceWords()
  const command = useChange((_: void, commandId) =>
    call(proposeSettlement, { params: { id }, body: { month }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('settle.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('settle.words', { month, balance: balance(netFen) })}</p>
    </OfficeForm>
  )
}
