import type { Batch } from '../../api/cards.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<Batch['state'], { tone: Tone; icon: IconName }> = {
  numbered: { tone: 'plain', icon: 'clock' },
  encoding: { tone: 'caution', icon: 'tap' },
  closed: { tone: 'good', icon: 'check' },
}

export function BatchState({ state }: { state: Batch['state'] }) {
  const text = useText()
  return <Badge {...marks[state]}>{text(`state.${state}`)}</Badge>
}
