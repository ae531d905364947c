import type { PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Table } from '../../ui/table.tsx'
import { useText as useLevelText } from '../levels/texts.ts'
import { Section } from '../section.tsx'
import { monthText } from './months.ts'
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
      )}
    </Section>
  )
}
