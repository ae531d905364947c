import type { VersionSummary } from '../../api/designs.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<VersionSummary['state'], { tone: Tone; icon: IconName }> = {
  draft: { tone: 'plain', icon: 'pen' },
  submitted: { tone: 'caution', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  refused: { tone: 'bad', icon: 'close' },
}

export function DesignState({ state }: Pick<VersionSummary, 'state'>) {
  const text = useText()
  return <Badge {...marks[state]}>{text(`state.${state}`)}</Badge>
}
