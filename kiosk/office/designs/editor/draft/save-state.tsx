import { Badge } from '../../../../ui/badge.tsx'
import type { DraftState } from './use-draft.ts'
import { useText } from '../texts.ts'

const looks = {
  saved: { tone: 'good', icon: 'check' },
  waiting: { tone: 'plain', icon: 'pen' },
  saving: { tone: 'plain', icon: 'refresh' },
  offline: { tone: 'caution', icon: 'alert' },
  changed: { tone: 'caution', icon: 'alert' },
  refused: { tone: 'bad', icon: 'alert' },
} as const

/** Whether the server has what is on the screen. */
export function SaveState({ state }: { state: DraftState }) {
  const text = useText()
  return (
    <output>
      <Badge {...looks[state.kind]}>
        {text(state.kind === 'offline' && !state.isKept ? 'save.unkept' : `save.${state.kind}`)}
      </Badge>
    </output>
  )
}
