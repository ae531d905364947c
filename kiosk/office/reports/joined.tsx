import type { JoinedMonth } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { monthText } from './months.ts'
import { useText } from './texts.ts'

/** As many months after joining as the table has room for; the files have all. */
const MOST_AGES = 9

/** Whether members stay: who still buys so many months after joining. */
export function Joined({ joined }: { joined: readonly JoinedMonth[] }) {
  const text = useText()
  const { number, percent } = useFormats()
  const most = Math.min(MOST_AGES, Math.max(0, ...joined.map(({ buying }) => buying.length)))
  return (
    <Section title={text('joined.title')}>
      <p className="soft">{text('joined.words')}</p>
      <BarChart
        bars={staying(joined)
          .slice(0, MOST_AGES)
          .map((percentage, age) => ({
            label: age === 0 ? text('joined.age.none') : text('joined.age', { age }),
            value: percentage,
          }))}
      />
      <p className="soft">{text('joined.chart')}</p>
      <Table
        caption={text('joined.title')}
        rows={joined.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { title: text('joined.month'), cell: ({ month }) => monthText(month) },
          { title: text('joined.members'), isNumber: true, cell: ({ members }) => number(members) },
          ...Array.from({ length: most }, (_, age) => ({
            title: age === 0 ? text('joined.age.none') : text('joined.age', { age }),
            isNumber: true,
            cell: (month: JoinedMonth) => {
              const share = shareBuying(month, age)
              return share === undefined ? '' : percent(share)
            },
            heat: (month: JoinedMonth) => shareBuying(month, age),
          })),
          { title: text('joined.earned'), isNumber: true, cell: ({ earned }) => number(earned) },
          { title: text('joined.redeemed'), isNumber: true, cell: ({ redeemed }) => number(redeemed) },
        ]}
      />
    </Section>
  )
}

function shareBuying({ buying, members }: JoinedMonth, age: number): number | undefined {
  const buyers = buying[age]
  return buyers === undefined || members === 0 ? undefined : buyers / members
}

/** Of all members who joined so long ago, how many in a hundred bought so many months after joining; months that are over. */
function staying(joined: readonly JoinedMonth[]): number[] {
  const ages = Math.max(0, ...joined.map(({ buying }) => buying.length - 1))
  return Array.from({ length: ages }, (_, age) => {
    const old = joined.filter(({ buying }) => age < buying.length - 1)
    const members = old.reduce((sum, month) => sum + month.members, 0)
    const buyers = old.reduce((sum, { buying }) => sum + (buying[age] ?? 0), 0)
    return members === 0 ? 0 : Math.round((buyers / members) * 100)
  })
}
