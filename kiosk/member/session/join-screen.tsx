import { useState } from 'react'
import { call } from '../../api/call.ts'
import { joinCard, type Me } from '../../api/kiosks.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import { useText } from '../texts.ts'
import { CodeFromPhone } from './code-from-phone.tsx'
import { Screen } from './screen.tsx'
import { useMyCommand } from './session-queries.tsx'

interface JoinScreenProps {
  me: Me
  onBack: () => void
  onDone: () => void
}

/** A new card of somebody who was a member before: a code to their phone brings card and points together. */
export function JoinScreen({ me, onBack, onDone }: JoinScreenProps) {
  const text = useText()
  const [code, setCode] = useState('')
  const join = useMyCommand((given: string, sending) => call(joinCard, { body: { code: given }, ...sending }))
  const send = (given: string) =>
    join.mutate(given, {
      onSuccess: () => {
        playCue('read')
        onDone()
      },
      onError: () => {
        playCue('not-read')
        setCode('')
      },
    })
  return (
    <Screen title={text('join.title')} onBack={onBack}>
      <p>{text('join.words')}</p>
      <CodeFromPhone me={me} value={code} onChange={setCode} onFull={send}>
        {join.error ? <ProblemNotice problem={join.error} saved={text('join.saved')} /> : null}
      </CodeFromPhone>
    </Screen>
  )
}
