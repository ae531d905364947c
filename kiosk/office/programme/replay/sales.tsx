import { useState } from 'react'
import type { ReplayResult, ReplaySide } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { GroupedBars } from '../../../ui/bar-chart.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Table } from '../../../ui/table.tsx'
import { Section } from '../../section.tsx'
import { useLevelNames } from './level-names.ts'
import { useText } from './texts.ts'

type SumsOf = ReplaySide['total']
interface Group {
  key: string
  name: string
  today: SumsOf
  draft: SumsOf
}

const byMonth = ({ months }: ReplaySide) => months.map(({ month, ...sums }) => ({ key: month, sums }))
const byLevel = ({ levels }: ReplaySide) => levels.map(({ level, ...sums }) => ({ key: level, sums }))

export function SalesByMonth({ result }: { result: ReplayResult }) {
  const text = useText()
  const groups = grouped(byMonth(result.today), byMonth(result.draft), (month) =>
    month.replace('-', '\u2011'),
  )
  return <Sales title={text('months.title')} heading={text('months.month')} groups={groups.toSorted(byKey)} />
}

const byKey = (a: Group, b: Group) => (a.key < b.key ? -1 : 1)

export function SalesByLevel({ result }: { result: ReplayResult }) {
  const text = useText()
  const nameOf = useLevelNames(result)
  const groups = grouped(byLevel(result.today), byLevel(result.draft), nameOf)
  const rank = ({ key }: Group) => result.levels.findIndex(({ code }) => code === key)
  return (
    <Sales
      title={text('levels.title')}
      heading={text('levels.level')}
      groups={groups.toSorted((a, b) => rank(a) - rank(b))}
    />
  )
}

const NOTHING: SumsOf = { purchases: 0, salesFen: 0, discountFen: 0, refundFen: 0, points: 0 }

function grouped(
  today: readonly { key: string; sums: SumsOf }[],
  draft: readonly { key: string; sums: SumsOf }[],
  nameOf: (key: string) => string,
): Group[] {
  const keys = [...new Set([...today, ...draft].map(({ key }) => key))]
  const sumsOf = (side: typeof today, key: string) => side.find((row) => row.key === key)?.sums ?? NOTHING
  return keys.map((key) => ({
    key,
    name: nameOf(key),
    today: sumsOf(today, key),
    draft: sumsOf(draft, key),
  }))
}

const FIGURES = ['sales', 'discount', 'points'] as const

const charted: Record<(typeof FIGURES)[number], (sums: SumsOf) => number> = {
  sales: ({ salesFen }) => salesFen / 100,
  discount: ({ discountFen }) => discountFen / 100,
  points: ({ points }) => points,
}

function Sales({ title, heading, groups }: { title: string; heading: string; groups: readonly Group[] }) {
  const text = useText()
  const { number, money } = useFormats()
  const [shown, show] = useState<(typeof FIGURES)[number]>('sales')
  const sides = [
    { key: 'today', name: text('sums.today') },
    { key: 'draft', name: text('sums.draft') },
  ] as const
  return (
    <Section title={title}>
      <Choice
        label={text('chart.shows')}
        value={shown}
        onChange={show}
        options={FIGURES.map((figure) => ({ value: figure, label: text(`sum.${figure}`) }))}
      />
      <GroupedBars
        names={sides.map(({ name }) => name)}
        groups={groups.map(({ name, today, draft }) => ({
          label: name,
          values: [charted[shown](today), charted[shown](draft)],
        }))}
      />
      <p className="soft">{text(shown === 'points' ? 'chart.unit.points' : 'chart.unit')}</p>
      <Table
        caption={title}
        rows={groups}
        keyOf={({ key }) => key}
        columns={[
          { title: heading, cell: ({ name }) => name },
          ...sides.flatMap(({ key, name }) => [
            {
              title: text('column', { figure: text('sum.sales'), side: name }),
              isNumber: true,
              cell: (group: Group) => money(group[key].salesFen),
            },
            {
              title: text('column', { figure: text('sum.discount'), side: name }),
              isNumber: true,
              cell: (group: Group) => money(group[key].discountFen),
            },
            {
              title: text('column', { figure: text('sum.points'), side: name }),
              isNumber: true,
              cell: (group: Group) => number(group[key].points),
            },
          ]),
        ]}
      />
    </Section>
  )
}
