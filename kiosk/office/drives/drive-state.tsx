import { Badge } from '../../ui/badge.tsx'
import type { DriveState } from './drive-days.ts'
import { useText } from './texts.ts'

const marks = {
  today: { tone: 'good', icon: 'today' },
  planned: { tone: 'plain', icon: 'calendar' },
  over: { tone: 'plain', icon: 'check' },
} as const

export const DriveStateBadge = ({ state }: { state: DriveState }) => (
  <Badge {...marks[state]}>{useText()(`state.${state}`)}</Badge>
)
