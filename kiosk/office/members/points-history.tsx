import { useState } from 'react'
import { getMemberPoints, type MemberPoints } from '../../api/members.ts'
import { getCorrections } from '../../api/points.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime, Points } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { Cause } from './cause.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { useText } from './texts.ts'

/** How the balance came about, entry by entry: what each did and what could be spent afterwards. */
export function PointsHistory({ memberId }: { memberId: string }) {
  const text = useText()
  const { number } = useFormats()
  const [after, setAfter] = useState<string>()
  const points = useRead(getMemberPoints, { params: { memberId }, query: { after } })
  const history = points.data?.history
  const read = useRead(getCorrections, { params: { memberId } })
  const { corrections = [], limitPoints = 0 } = read.data ?? {}
  const signed = (change: number) => (change > 0 ? `+${number(change)}` : number(change))
  return (
    <Section title={text('history.title')}>
      <Trouble of={[points]} />
      {points.data ? <TimeAhead ahead={points.data.ahead} /> : null}
      {history?.entries.length === 0 && !history.opening ? (
        <p className="soft">{text('history.none')}</p>
      ) : null}
      {history && history.entries.length > 0 ? (
        <Table
          caption={text('history.title')}
          rows={history.entries}
          keyOf={({ id }) => id}
          columns={[
            { title: text('history.number'), cell: (entry) => number(entry.number) },
            { title: text('history.when'), cell: ({ happenedAt }) => <DateTime at={happenedAt} /> },
            {
              title: text('history.what'),
              cell: (entry) => <Cause entry={entry} corrections={corrections} />,
            },
            {
              title: text('history.points'),
              isNumber: true,
              cell: (entry) => (
                <>
                  {signed(entry.change)}
                  <Moved entry={entry} />
                </>
              ),
            },
            {
              title: text('history.after'),
              isNumber: true,
              cell: ({ spendableAfter }) => number(spendableAfter),
            },
            {
              title: text('cards.do'),
              cell: (entry) => <CorrectDialog memberId={memberId} limitPoints={limitPoints} entry={entry} />,
            },
          ]}
        />
      ) : null}
      {history?.opening ? (
        <p className="soft">
          {text('history.opening', {
            year: String(history.opening.untilYear),
            points: history.opening.spendable,
          })}
        </p>
      ) : null}
      {history?.next ? (
        <p>
          <Button onPress={() => setAfter(history.next ?? undefined)}>{text('history.more')}</Button>
        </p>
      ) : null}
    </Section>
  )
}

type Entry = MemberPoints['history']['entries'][number]

const ACCOUNTS = [
  'issued',
  'pending',
  'spendable',
  'held',
  'owed',
  'spent',
  'taken-back',
  'expired',
  'corrected',
] as const
const accountOf = (name: string) => ACCOUNTS.find((account) => account === name)

/** From where to where points went that no balance to spend tells of. */
function Moved({ entry: { change, points, from, to } }: { entry: Entry }) {
  const text = useText()
  const { number } = useFormats()
  const [source, target] = [accountOf(from), accountOf(to)]
  if (change !== 0 || points === 0 || !source || !target) return null
  return (
    <span className="soft small-line">
      {text('history.moved', {
        points: number(points),
        from: text(`account.${source}`),
        to: text(`account.${target}`),
      })}
    </span>
  )
}

/** Points that time will free or end; nothing where there are none. */
function TimeAhead({ ahead: { pending, maturing, expiring } }: Pick<MemberPoints, 'ahead'>) {
  const text = useText()
  const { date } = useFormats()
  if (pending === 0 && !expiring) return null
  return (
    <Stats>
      {pending > 0 ? (
        <Stat
          label={text('points.pending')}
          note={maturing ? text('points.due', { points: maturing.points, day: date(maturing.at) }) : ''}
        >
          <Points points={pending} />
        </Stat>
      ) : null}
      {expiring ? (
        <Stat label={text('points.expiring')} note={date(expiring.at)}>
          <Points points={expiring.points} />
        </Stat>
      ) : null}
    </Stats>
  )
}
