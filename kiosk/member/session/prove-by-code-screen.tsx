import { useState } from 'react'
import { call } from '../../api/call.ts'
import { proveCode, type Me } from '../../api/kiosks.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import { CodeFromPhone } from './code-from-phone.tsx'
import { Screen } from './screen.tsx'
import { useMyCommand } from './session-queries.tsx'
import { useSessionText } from './texts.ts'

interface ProveByCodeScreenProps {
  me: Me
  onBack: () => void
  onDone: () => void
}

/** Whoever swiped or scanned proves by a code to their phone that it is them, once a session. */
export function ProveByCodeScreen({ me, onBack, onDone }: ProveByCodeScreenProps) {
  const text = useSessionText()
  const [code, setCode] = useState('')
  const prove = useMyCommand((given: string, sending) =>
    call(proveCode, { body: { code: given }, ...sending }),
  )
  const send = (given: string) =>
    prove.mutate(given, {
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
    <Screen title={text('code.title')} onBack={onBack}>
      <CodeFromPhone me={me} value={code} onChange={setCode} onFull={send}>
        {prove.error ? <ProblemNotice problem={prove.error} saved={text('code.saved')} /> : null}
      </CodeFromPhone>
    </Screen>
  )
}
