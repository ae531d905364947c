import type { ReplaySummary } from '../../../api/replays.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useText } from './texts.ts'

const TONES = {
  waiting: 'plain',
  running: 'caution',
  done: 'good',
  failed: 'caution',
  cancelled: 'plain',
  silent: 'caution',
} as const
const ICONS = {
  waiting: 'clock',
  running: 'clock',
  done: 'check',
  failed: 'alert',
  cancelled: 'close',
  silent: 'alert',
} as const

export function StateBadge({ of: { state, isSilent } }: { of: ReplaySummary }) {
  const text = useText()
  const shown = isSilent && state === 'running' ? 'silent' : state
  return (
    <Badge tone={TONES[shown]} icon={ICONS[shown]}>
      {text(`state.${shown}`)}
    </Badge>
  )
}
