import type { Import, ImportState } from '../../api/imports.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<ImportState, { tone: Tone; icon: IconName }> = {
  receiving: { tone: 'caution', icon: 'clock' },
  received: { tone: 'plain', icon: 'pen' },
  checking: { tone: 'plain', icon: 'clock' },
  checked: { tone: 'plain', icon: 'eye' },
  running: { tone: 'plain', icon: 'play' },
  paused: { tone: 'caution', icon: 'pause' },
  cancelled: { tone: 'caution', icon: 'close' },
  finished: { tone: 'good', icon: 'check' },
  undoing: { tone: 'caution', icon: 'clock' },
  undone: { tone: 'plain', icon: 'back' },
  discarded: { tone: 'plain', icon: 'delete' },
}

export function StateOfImport({ of: { state } }: { of: Import }) {
  const text = useText()
  return <Badge {...marks[state]}>{text(`state.${state}`)}</Badge>
}
