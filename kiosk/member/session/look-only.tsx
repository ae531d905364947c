import type { Me } from '../../api/kiosks.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { useSessionText } from './texts.ts'

/** Why no points are shown to whoever swiped or scanned, and what helps: a tap where the card can, or a code to the phone. */
export function LookOnly({ me, onCode }: { me: Me; onCode: () => void }) {
  const text = useText()
  const sessionText = useSessionText()
  if (me.means === 'tap' || me.isProven || me.needsJoining) return null
  const words = me.card.provesItself
    ? { title: text('masked.title'), todo: text('masked.todo') }
    : { title: sessionText('plain.title'), todo: sessionText('plain.todo') }
  return (
    <Notice tone="plain" {...words}>
      <Button icon="phone" onPress={onCode}>
        {sessionText('code.get')}
      </Button>
    </Notice>
  )
}
