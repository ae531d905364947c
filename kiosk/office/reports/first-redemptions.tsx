import type { PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

/** How long members take until they redeem for the first time. */
export function FirstRedemptions({
  firstRedemptions: { members, medianDays, spans },
}: Pick<PointsReport, 'firstRedemptions'>) {
  const text = useText()
  const { number } = useFormats()
  const rows = spans.map(({ from, until, members: count }) => ({
    name:
      until === null
        ? text('first.span.more', { from })
        : from === until
          ? text('first.span.day', { from })
          : text('first.span', { from, until }),
    count,
  }))
  return (
    <Section title={text('first.title')}>
      {medianDays === null ? (
        <p className="soft">{text('first.none')}</p>
      ) : (
        <>
          <p>{text('first.lead', { members: number(members), days: number(medianDays) })}</p>
          <BarChart bars={rows.map(({ name, count }) => ({ label: name, value: count }))} />
          <Table
            caption={text('first.title')}
            rows={rows}
            keyOf={({ name }) => name}
            columns={[
              { title: text('first.days'), cell: ({ name }) => name },
              { title: text('first.members'), isNumber: true, cell: ({ count }) => number(count) },
            ]}
          />
        </>
      )}
    </Section>
  )
}
