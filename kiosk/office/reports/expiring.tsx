import type { PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { monthText } from './months.ts'
import { useText } from './texts.ts'

/** What will be gone in each of the next months, if nobody spends it before. */
export function Expiring({ expiring: { months, later, never } }: Pick<PointsReport, 'expiring'>) {
  const text = useText()
  const { number, money } = useFormats()
  const rows = [
    ...months.map(({ month, points, fen }) => ({ name: monthText(month), points, fen })),
    { name: text('expiring.later'), points: later, fen: null },
    { name: text('expiring.never'), points: never, fen: null },
  ]
  return (
    <Section title={text('expiring.title')}>
      <BarChart bars={months.map(({ month, points }) => ({ label: monthText(month), value: points }))} />
      <Table
        caption={text('expiring.title')}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { title: text('month'), cell: ({ name }) => name },
          { title: text('expiring.points'), isNumber: true, cell: ({ points }) => number(points) },
          {
            title: text('expiring.money'),
            isNumber: true,
            cell: ({ fen }) => (fen === null ? '' : money(fen)),
          },
        ]}
      />
    </Section>
  )
}
