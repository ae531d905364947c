import type { Me } from '../../api/kiosks.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useText } from '../texts.ts'
import { Balance } from './balance.tsx'
import { Screen } from './screen.tsx'
import { useSessionText } from './texts.ts'
import './history-screen.css'

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
              <Change points={entry.change} />
            </li>
          ))}
        </ol>
      )}
    </Screen>
  )
}

/** A gain or loss, told by its sign; a posting may also leave the points as they were. */
function Change({ points }: { points: number }) {
  const { number } = useFormats()
  const text = useText()
  const sign = points > 0 ? '+' : points < 0 ? '−' : ''
  return (
    <span className={points > 0 ? 'history-change gain figures' : 'history-change figures'}>
      {sign}
      {number(Math.abs(points))} {text('points', { count: Math.abs(points) })}
    </span>
  )
}
