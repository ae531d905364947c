import type { Batch } from '../../api/cards.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<Batch['state'], { tone: Tone; icon: IconName }> = {
  ordered: { tone: 'caution', icon: 'pen' },
  approved: { tone: 'plain', icon: 'check' },
  refused: { tone: 'bad', icon: 'close' },
  numbered: { tone: 'plain', icon: 'clock' },
  printed: { tone: 'plain', icon: 'download' },
  encoding: { tone: 'caution', icon: 'tap' },
  verifying: { tone: 'caution', icon: 'scan' },
  boxed: { tone: 'good', icon: 'box' },
  closed: { tone: 'good', icon: 'check' },
}

export function BatchState({ state }: { state: Batch['state'] }) {
  const text = useText()
  return <Badge {...marks[state]}>{text(`state.${state}`)}</Badge>
}
