import type { Examination } from '../../api/bench.ts'
import { Badge } from '../../ui/badge.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { CardStateBadge } from '../batches/card-state.tsx'
import { useText } from './texts.ts'

/** The first thing to know: its number and state in our books, or that it is not there. */
export function OurCard({ card }: { card: Examination['card'] }) {
  const text = useText()
  if (!card) {
    return (
      <p className="bench-card">
        <Badge tone="plain" icon="card">
          {text('result.not-ours')}
        </Badge>
      </p>
    )
  }
  return (
    <p className="bench-card">
      <span className="bench-number">
        <span className="unseen">{text('result.card')}</span>
        <CardNumber number={card.cardNumber} />
      </span>
      <CardStateBadge card={card} />
      <span className="soft">
        {text('result.batch')} <span translate="no">{card.batchCode}</span> · {text('result.position')}{' '}
        {card.position}
      </span>
    </p>
  )
}
