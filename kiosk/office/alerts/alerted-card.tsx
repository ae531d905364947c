import { Link } from '@tanstack/react-router'
import type { CardAlert } from '../../api/cards.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { ReplaceDialog } from '../members/replace-dialog.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { ClearDialog } from './clear-dialog.tsx'
import { Evidence } from './evidence.tsx'
import { useText } from './texts.ts'

const replaceable = new Set(['active', 'suspended', 'lost'])

/** One card with everything that was seen of it, and what may be done. */
export function AlertedCard({ alerts }: { alerts: readonly CardAlert[] }) {
  const text = useText()
  const mayAct = useMay(managers)
  const [first] = alerts
  if (!first) return null
  const { cardNumber, isFrozen, memberId, cardState } = first
  return (
    <div className="office-section alerted">
      <div className="section-head">
        <h2 className="alerted-head">
          <CardNumber number={cardNumber} />
          <Badge tone={isFrozen ? 'bad' : 'caution'} icon={isFrozen ? 'lock' : 'alert'}>
            {text(isFrozen ? 'frozen' : 'not-frozen')}
          </Badge>
        </h2>
        {mayAct ? (
          <div className="actions">
            <ClearDialog alerts={alerts} />
            {memberId && replaceable.has(cardState) ? <ReplaceDialog cardNumber={cardNumber} /> : null}
            {memberId ? (
              <Link to="/members/$memberId" params={{ memberId }} className="button quiet">
                {text('member')}
              </Link>
            ) : null}
          </div>
        ) : null}
      </div>
      <ul className="alerted-list">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <p className="alerted-what">
              {text(`kind.${alert.kind}`)} <DateTime at={alert.raisedAt} />
            </p>
            <Evidence evidence={alert.evidence} />
          </li>
        ))}
      </ul>
    </div>
  )
}
