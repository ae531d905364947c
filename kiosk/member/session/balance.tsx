import type { Me } from '../../api/kiosks.ts'
import { useText } from '../texts.ts'
import { CountUp } from './count-up.tsx'
import './balance.css'

/** The points, as the largest thing on the screen; of a card that proves nothing not even how many. */
export function Balance({ me: { balance }, isStill }: { me: Me; isStill: boolean }) {
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
      {held > 0 ? <p className="soft">{text('balance.held', { count: held })}</p> : null}
      {owed > 0 ? <p className="soft">{text('balance.owed', { count: owed })}</p> : null}
    </div>
  )
}
