import { useState } from 'react'
import { call } from '../../api/call.ts'
import { provePin } from '../../api/kiosks.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import { useUiText } from '../../ui/texts.ts'
import { useText } from '../texts.ts'
import { CodePad } from './code-pad.tsx'
import { Screen } from './screen.tsx'
import { useMyCommand } from './session-queries.tsx'

interface ProveScreenProps {
  /** The PIN was right and the gift is being set aside. */
  isTaking: boolean
  onBack: () => void
  onDone: () => void
  onForgotten: () => void
}

/** The member's PIN, once a session. */
export function ProveScreen({ isTaking, onBack, onDone, onForgotten }: ProveScreenProps) {
  const text = useText()
  const uiText = useUiText()
  const [pin, setPin] = useState('')
  const prove = useMyCommand((given: string, sending) => call(provePin, { body: { pin: given }, ...sending }))
  const send = (given: string) =>
    prove.mutate(given, {
      onSuccess: onDone,
      onError: () => {
        playCue('not-read')
        setPin('')
      },
    })
  return (
    <Screen title={text('pin.title')} back={text('back')} onBack={onBack}>
      <p className="lead">{text('pin.lead')}</p>
      {prove.error ? <ProblemNotice problem={prove.error} saved={text('gift.saved')} /> : null}
      <CodePad label={text('pin.label')} value={pin} isSecret onChange={setPin} onFull={send} />
      <output>{prove.isPending || isTaking ? uiText('loading') : null}</output>
      <div className="screen-actions">
        <Button icon="phone" onPress={onForgotten}>
          {text('pin.forgotten')}
        </Button>
      </div>
    </Screen>
  )
}
