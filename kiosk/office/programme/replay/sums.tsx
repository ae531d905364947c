import type { ReplayResult, ReplaySide } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { GroupedBars } from '../../../ui/bar-chart.tsx'
import { Table } from '../../../ui/table.tsx'
import { Section } from '../../section.tsx'
import { signed } from './signed.ts'
import { useText } from './texts.ts'

interface Line {
  key: string
  recorded: number | undefined
  today: number
  draft: number
  isMoney: boolean
}

/** All totals side by side: as recorded, under today's rules, under the draft. */
export function Sums({ result }: { result: ReplayResult }) {
  const text = useText()
  const { number, money } = useFormats()
  const say = ({ isMoney }: Line, value: number) => (isMoney ? money(value) : number(value))
  return (
    <Section title={text('sums.title')}>
      <GroupedBars
        names={[text('sums.today'), text('sums.draft')]}
        groups={CHARTED.map((key) => ({
          label: text(`chart.${key}`),
          values: [charted[key](result.today), charted[key](result.draft)],
        }))}
      />
      <p className="soft">{text('chart.unit.points')}</p>
      <Table
        caption={text('sums.title')}
        rows={linesOf(result)}
        keyOf={({ key }) => key}
        columns={[
          { title: text('sums.figure'), cell: ({ key }) => text(`sum.${key}` as 'sum.points') },
          {
            title: text('sums.recorded'),
            isNumber: true,
            cell: (line) => (line.recorded === undefined ? '' : say(line, line.recorded)),
          },
          { title: text('sums.today'), isNumber: true, cell: (line) => say(line, line.today) },
          { title: text('sums.draft'), isNumber: true, cell: (line) => say(line, line.draft) },
          {
            title: text('sums.difference'),
            isNumber: true,
            cell: (line) => {
              const difference = line.draft - line.today
              return signed(difference, (value) => say(line, value))
            },
          },
        ]}
      />
      <p className="soft">{text('sums.note')}</p>
    </Section>
  )
}

const POINTS = [
  'opening',
  'welcome',
  'given',
  'takenBack',
  'taken',
  'redeemed',
  'unredeemable',
  'expired',
  'pending',
  'spendable',
  'owed',
] as const

const outstanding = ({ points }: ReplaySide): number => points.pending + points.spendable

const CHARTED = ['points', 'redeemed', 'expired', 'outstanding'] as const

const charted: Record<(typeof CHARTED)[number], (side: ReplaySide) => number> = {
  points: ({ total, points }) => total.points + points.welcome + points.given,
  redeemed: ({ points }) => points.redeemed,
  expired: ({ points }) => points.expired,
  outstanding,
}

function linesOf({ recorded, today, draft }: ReplayResult): Line[] {
  const sold = (key: string, take: (side: ReplaySide['total']) => number, isMoney = false): Line => ({
    key,
    recorded: take(recorded),
    today: take(today.total),
    draft: take(draft.total),
    isMoney,
  })
  return [
    sold('purchases', ({ purchases }) => purchases),
    sold('sales', ({ salesFen }) => salesFen, true),
    sold('discount', ({ discountFen }) => discountFen, true),
    sold('refund', ({ refundFen }) => refundFen, true),
    sold('points', ({ points }) => points),
    ...POINTS.map((key) => ({
      key,
      recorded: undefined,
      today: today.points[key],
      draft: draft.points[key],
      isMoney: false,
    })),
    {
      key: 'outstanding',
      recorded: undefined,
      today: outstanding(today),
      draft: outstanding(draft),
      isMoney: false,
    },
  ]
}
