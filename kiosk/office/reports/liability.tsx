import type { Amounts, MonthOfPoints } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { BarChart, GroupedBars } from '../../ui/bar-chart.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { CHARTED, monthText, useMonthName } from './months.ts'
import { useText } from './texts.ts'

const SOURCES = [
  'purchase',
  'welcome',
  'birthday',
  'activity',
  'referral',
  'sharing',
  'partner',
  'imported',
] as const
const ACCOUNTS = ['pending', 'spendable', 'held', 'owed', 'closing'] as const

const given = (points: Amounts): number => SOURCES.reduce((sum, source) => sum + points[source], 0)

/** Spent of what came in; undefined of a month in which nothing did. */
function redemptionRate(points: Amounts): number | undefined {
  const whole = given(points) + points.correctedUp
  return whole > 0 ? points.spent / whole : undefined
}

/** What the programme owes, how it came to that, for what it was given, and where it is. */
export function Liability({ months }: { months: readonly MonthOfPoints[] }) {
  const text = useText()
  const newest = months.toReversed()
  return (
    <>
      <Section title={text('liability.title')}>
        <BarChart
          bars={months
            .slice(-CHARTED)
            .map(({ month, points }) => ({ label: monthText(month), value: Math.max(0, points.closing) }))}
        />
        <p className="soft">
          {text('liability.words')} {text('chart.latest', { months: Math.min(CHARTED, months.length) })}
        </p>
        <GroupedBars
          names={[text('amount.given'), text('amount.spent'), text('amount.expired')]}
          groups={months.slice(-CHARTED).map(({ month, points }) => ({
            label: monthText(month),
            values: [given(points), points.spent, Math.max(0, points.expired)],
          }))}
        />
        <MonthTable title={text('liability.title')} months={newest} columns={useFlowColumns()} />
      </Section>
      <Section title={text('rate.title')}>
        <BarChart
          bars={months.slice(-CHARTED).map(({ month, points }) => ({
            label: monthText(month),
            value: Math.round(100 * (redemptionRate(points) ?? 0)),
          }))}
        />
        <p className="soft">{text('rate.words')}</p>
      </Section>
      <Section title={text('sources.title')}>
        <MonthTable
          title={text('sources.title')}
          months={newest}
          columns={useAmountColumns([...SOURCES, 'correctedUp', 'correctedDown'])}
        />
      </Section>
      <Section title={text('accounts.title')}>
        <p className="soft">{text('accounts.words')}</p>
        <MonthTable title={text('accounts.title')} months={newest} columns={useAmountColumns(ACCOUNTS)} />
      </Section>
    </>
  )
}

type MonthColumn = Column<MonthOfPoints>

function MonthTable({
  title,
  months,
  columns,
}: {
  title: string
  months: readonly MonthOfPoints[]
  columns: readonly MonthColumn[]
}) {
  const text = useText()
  const nameOf = useMonthName()
  return (
    <Table
      caption={title}
      rows={months}
      keyOf={({ month }) => month}
      columns={[{ title: text('month'), cell: nameOf }, ...columns]}
    />
  )
}

function useAmountColumns(keys: readonly (keyof Amounts)[]): MonthColumn[] {
  const text = useText()
  const { number } = useFormats()
  return keys.map((key) => ({
    title: text(`amount.${key}`),
    isNumber: true,
    cell: ({ points }) => number(points[key]),
  }))
}

const column = (title: string, cell: (month: MonthOfPoints) => string): MonthColumn => ({
  title,
  isNumber: true,
  cell,
})

function useFlowColumns(): MonthColumn[] {
  const text = useText()
  const { number, money, percent } = useFormats()
  const ofPoints = (take: (points: Amounts) => number) => (month: MonthOfPoints) => number(take(month.points))
  return [
    column(
      text('amount.opening'),
      ofPoints(({ opening }) => opening),
    ),
    column(text('amount.given'), ofPoints(given)),
    column(
      text('amount.corrected'),
      ofPoints(({ correctedUp, correctedDown }) => correctedUp - correctedDown),
    ),
    column(
      text('amount.spent'),
      ofPoints(({ spent }) => spent),
    ),
    column(
      text('amount.takenBack'),
      ofPoints(({ takenBack }) => takenBack),
    ),
    column(
      text('amount.expired'),
      ofPoints(({ expired }) => expired),
    ),
    column(
      text('amount.closing'),
      ofPoints(({ closing }) => closing),
    ),
    column(text('amount.money'), ({ fen }) => (fen ? money(fen.closing) : '')),
    column(text('amount.rate'), ({ points }) => {
      const rate = redemptionRate(points)
      return rate === undefined ? '' : percent(rate)
    }),
  ]
}
