import type { PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { GroupedBars } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { useText as useLevelText } from '../levels/texts.ts'
import { Section } from '../section.tsx'
import { CHARTED, monthText } from './months.ts'
import { useText } from './texts.ts'

/** Who went from which level to which, and why. */
export function LevelFlows({ levels, levelFlows }: Pick<PointsReport, 'levels' | 'levelFlows'>) {
  const text = useText()
  const levelText = useLevelText()
  const { number } = useFormats()
  const nameOf = useName()
  const level = (code: string) => {
    const found = levels.find((one) => one.code === code)
    return found ? nameOf(found) : code
  }
  return (
    <Section title={text('flows.title')}>
      {levelFlows.length === 0 ? (
        <p className="soft">{text('flows.none')}</p>
      ) : (
        <>
          <GroupedBars
            names={[text('flows.up'), text('flows.down')]}
            groups={risesAndFalls(levels, levelFlows)}
          />
          <Table
            caption={text('flows.title')}
            rows={levelFlows.toReversed()}
            keyOf={({ month, from, to, kind }) => `${month} ${from} ${to} ${kind}`}
            columns={[
              { title: text('month'), cell: ({ month }) => monthText(month) },
              { title: text('flows.from'), cell: ({ from }) => level(from) },
              { title: text('flows.to'), cell: ({ to }) => level(to) },
              { title: text('flows.kind'), cell: ({ kind }) => levelText(`kind.${kind}`) },
              { title: text('flows.changes'), isNumber: true, cell: ({ changes }) => number(changes) },
            ]}
          />
        </>
      )}
    </Section>
  )
}

/** Members who rose and who fell, month by month; what keeps a level is neither. */
function risesAndFalls(levels: PointsReport['levels'], flows: PointsReport['levelFlows']) {
  const rank = (code: string) => levels.findIndex((level) => level.code === code)
  const months = [...new Set(flows.map(({ month }) => month))].slice(-CHARTED)
  const changed = (month: string, isWanted: (from: number, to: number) => boolean) =>
    flows
      .filter((flow) => flow.month === month && isWanted(rank(flow.from), rank(flow.to)))
      .reduce((sum, { changes }) => sum + changes, 0)
  return months.map((month) => ({
    label: monthText(month),
    values: [changed(month, (from, to) => to > from), changed(month, (from, to) => to < from)],
  }))
}
