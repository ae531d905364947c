import type { JoinedMonth } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
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
            cell: ({ buying, members }: JoinedMonth) => {
              const buyers = buying[age]
              return buyers === undefined || members === 0 ? '' : percent(buyers / members)
            },
          })),
          { title: text('joined.earned'), isNumber: true, cell: ({ earned }) => number(earned) },
          { title: text('joined.redeemed'), isNumber: true, cell: ({ redeemed }) => number(redeemed) },
        ]}
      />
    </Section>
  )
}
