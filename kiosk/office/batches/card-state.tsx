import type { CardState } from '../../api/cards.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<CardState, { tone: Tone; icon: IconName }> = {
  numbered: { tone: 'plain', icon: 'clock' },
  encoding: { tone: 'caution', icon: 'tap' },
  encoded: { tone: 'good', icon: 'check' },
  active: { tone: 'good', icon: 'people' },
  suspended: { tone: 'caution', icon: 'pause' },
  lost: { tone: 'bad', icon: 'alert' },
  replaced: { tone: 'plain', icon: 'refresh' },
  expired: { tone: 'plain', icon: 'clock' },
  spoiled: { tone: 'bad', icon: 'close' },
  destroyed: { tone: 'bad', icon: 'close' },
}

/** A card's state in a word, and why where it was spoiled. */
export function CardStateBadge({
  card: { state, spoilReason },
}: {
  card: { state: CardState; spoilReason?: string | null }
}) {
  const text = useText()
  return (
    <>
      <Badge {...marks[state]}>{text(`card.${state}`)}</Badge>
      {spoilReason ? <span className="soft small-line">{spoilReason}</span> : null}
    </>
  )
}
