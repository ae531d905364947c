import type { Me } from '../../api/kiosks.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useText } from '../texts.ts'
import { Balance } from './balance.tsx'
import { Screen } from './screen.tsx'
import { useSessionText } from './texts.ts'
import './history-screen.css'

type Entry = Me['history'][number]

/** The last postings, newest first: why, when, and what each did to the points. */
export function HistoryScreen({ me, onBack }: { me: Me; onBack: () => void }) {
  const text = useText()
  const sessionText = useSessionText()
  return (
    <Screen title={text('history')} onBack={onBack}>
      <Balance me={me} isStill />
      {me.history.length === 0 ? (
        <EmptyState icon="rules" title={text('history.none')} todo={text('history.none.todo')} />
      ) : (
        <ol className="history">
          {me.history.map((entry) => (
            <li key={entry.id}>
              <span className="history-reason">{sessionText(`reason.${entry.reason}`)}</span>
              <span className="soft">
                <DateTime at={entry.happenedAt} />
              </span>
              <Change entry={entry} />
            </li>
          ))}
        </ol>
      )}
    </Screen>
  )
}

/** What an entry did to the points that can be spent, or else to those that are not yet free. */
function effectOf({ change, from, to, points }: Entry): { points: number; isPending: boolean } {
  if (to === 'pending') return { points, isPending: true }
  if (from === 'pending' && change === 0) return { points: -points, isPending: true }
  return { points: change, isPending: false }
}

/** A gain or loss, told by its sign; a posting may also leave the points as they were. */
function Change({ entry }: { entry: Entry }) {
  const { number } = useFormats()
  const text = useText()
  const sessionText = useSessionText()
  const { points, isPending } = effectOf(entry)
  const sign = points > 0 ? '+' : points < 0 ? '−' : ''
  return (
    <span className={points > 0 ? 'history-change gain figures' : 'history-change figures'}>
      {sign}
      {number(Math.abs(points))} {text('points', { count: Math.abs(points) })}
      {isPending ? <span className="history-pending">{sessionText('history.pending')}</span> : null}
    </span>
  )
}
