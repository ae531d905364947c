import type { EarnedMonth } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { GroupedBars } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { CHARTED, monthText } from './months.ts'
import { useText } from './texts.ts'

const COUNTED = ['granted', 'spent', 'expired', 'takenBack', 'corrected', 'paidOwed', 'left'] as const

/** What became of the points of each month, and what will probably never be used. */
export function Earned({ earned }: { earned: readonly EarnedMonth[] }) {
  const text = useText()
  const { number } = useFormats()
  const unused = useUnused()
  return (
    <Section title={text('earned.title')}>
      <GroupedBars
        names={[text('earned.legend.spent'), text('earned.legend.unspent')]}
        groups={earned
          .slice(-CHARTED)
          .map(({ month, spent, left }) => ({ label: monthText(month), values: [spent, left] }))}
      />
      <p className="soft">{text('earned.words')}</p>
      <Table
        caption={text('earned.title')}
        rows={earned.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { title: text('earned.month'), cell: ({ month }) => monthText(month) },
          {
            title: text('earned.age'),
            isNumber: true,
            cell: ({ age }) => (age < 0 ? '' : number(age)),
          },
          ...COUNTED.map((key) => ({
            title: text(`earned.${key}`),
            isNumber: true,
            cell: (row: EarnedMonth) => number(row[key]),
          })),
          { title: text('earned.unused'), isNumber: true, cell: unused },
        ]}
      />
    </Section>
  )
}

function useUnused(): (of: EarnedMonth) => string {
  const text = useText()
  const { number, percent } = useFormats()
  return ({ unusedEstimate, spent, expired, left }) => {
    if (unusedEstimate === null) return ''
    const whole = spent + expired + left
    const points = number(unusedEstimate)
    return whole > 0 ? text('earned.unused.cell', { points, share: percent(unusedEstimate / whole) }) : points
  }
}
