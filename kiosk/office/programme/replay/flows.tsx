import type { ReplayResult, ReplaySide } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { GroupedBars } from '../../../ui/bar-chart.tsx'
import { Table } from '../../../ui/table.tsx'
import { Section } from '../../section.tsx'
import { useLevelNames } from './level-names.ts'
import { useText } from './texts.ts'

/** How many members go from which level to which, under both sets of rules. */
export function Flows({ result }: { result: ReplayResult }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useLevelNames(result)
  return (
    <Section title={text('flows.title')}>
      <p className="soft">{text('flows.words')}</p>
      <GroupedBars
        names={[text('sums.today'), text('sums.draft')]}
        groups={result.levels.map(({ code }) => ({
          label: nameOf(code),
          values: [endingAt(result.today, code), endingAt(result.draft, code)],
        }))}
      />
      <p className="soft">{text('flows.chart')}</p>
      <Table
        caption={text('flows.title')}
        rows={pairsOf(result)}
        keyOf={({ from, to }) => `${from}>${to}`}
        columns={[
          { title: text('flows.from'), cell: ({ from }) => nameOf(from) },
          { title: text('flows.to'), cell: ({ to }) => nameOf(to) },
          { title: text('sums.today'), isNumber: true, cell: ({ today }) => number(today) },
          { title: text('sums.draft'), isNumber: true, cell: ({ draft }) => number(draft) },
        ]}
      />
    </Section>
  )
}

const membersOf = (side: ReplaySide, { from, to }: { from: string; to: string }): number =>
  side.flows.find((flow) => flow.from === from && flow.to === to)?.members ?? 0

const endingAt = ({ flows }: ReplaySide, level: string): number =>
  flows.filter(({ to }) => to === level).reduce((sum, { members }) => sum + members, 0)

function pairsOf({ today, draft, levels }: ReplayResult) {
  const rank = (code: string) => levels.findIndex((level) => level.code === code)
  const keys = new Map(
    [...today.flows, ...draft.flows].map(({ from, to }) => [`${from}>${to}`, { from, to }]),
  )
  return [...keys.values()]
    .map((pair) => ({ ...pair, today: membersOf(today, pair), draft: membersOf(draft, pair) }))
    .toSorted((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
}
