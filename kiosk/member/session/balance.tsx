import type { Me } from '../../api/kiosks.ts'
import { useFormats } from '../../i18n/format.ts'
import { useText } from '../texts.ts'
import { CountUp } from './count-up.tsx'
import { useSessionText } from './texts.ts'
import './balance.css'

/** The points, as the largest thing on the screen; of a card that proves nothing not even how many. */
export function Balance({ me: { balance, ahead }, isStill }: { me: Me; isStill: boolean }) {
  const text = useText()
  if (balance.masked)
    return (
      <div className="balance">
        <h1 className="balance-label">{text('balance')}</h1>
        <p className="balance-points">
          <span aria-hidden="true">{balance.shape}</span>
          <span className="unseen">{text('balance.hidden')}</span>
        </p>
      </div>
    )
  const { spendable, held, owed } = balance
  return (
    <div className="balance">
      <h1 className="balance-label">{text('balance')}</h1>
      <p className="balance-points">
        <CountUp value={spendable} isStill={isStill} />
        <span className="balance-unit">{text('points', { count: spendable })}</span>
      </p>
      {ahead && ahead.pending > 0 ? <Pending {...ahead} /> : null}
      {ahead?.expiring ? <Expiring due={ahead.expiring} /> : null}
      {held > 0 ? <p className="soft">{text('balance.held', { count: held })}</p> : null}
      {owed > 0 ? <p className="soft">{text('balance.owed', { count: owed })}</p> : null}
    </div>
  )
}

/** The next points that are gone unless they are spent; the moment is the first at which they are. */
function Expiring({ due: { points, at } }: { due: { points: number; at: string } }) {
  const text = useSessionText()
  const { date } = useFormats()
  const lastDay = new Date(new Date(at).getTime() - 1)
  return <p className="soft">{text('balance.expiring', { count: points, day: date(lastDay) })}</p>
}

/** What was earned and cannot be spent before its goods may no longer come back. */
function Pending({ pending, maturing }: NonNullable<Me['ahead']>) {
  const text = useSessionText()
  const { date, number } = useFormats()
  if (!maturing) return null
  const day = date(maturing.at)
  const words =
    maturing.points === pending
      ? text('balance.pending', { count: pending, day })
      : text('balance.pending.parts', { count: pending, day, next: number(maturing.points) })
  return <p className="soft">{words}</p>
}
