import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { useAbout } from '../../api/about.ts'
import { call } from '../../api/call.ts'
import { sendCode, type Me } from '../../api/kiosks.ts'
import { Problem } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { CodePad } from './code-pad.tsx'
import { useMyCommand } from './session-queries.tsx'

interface CodeFromPhoneProps {
  me: Me
  value: string
  onChange: (value: string) => void
  onFull: (code: string) => void
  children?: ReactNode
}

/** Sends six digits to the member's phone and takes them in; a code that was just sent is still good. */
export function CodeFromPhone({ me, value, onChange, onFull, children }: CodeFromPhoneProps) {
  const text = useText()
  const { data: about } = useAbout()
  const send = useMyCommand((_: undefined, sending) => call(sendCode, sending))
  const begin = useEffectEvent(() => send.mutate(undefined))
  useEffect(() => begin(), [])
  const isRecent = send.error instanceof Problem && send.error.code === 'code-sent-recently'
  return (
    <>
      {send.error && !isRecent ? null : (
        <p className="lead">
          {text(send.isSuccess || isRecent ? 'code.sent' : 'code.sending', { phone: me.maskedPhone })}
        </p>
      )}
      {send.error ? <ProblemNotice problem={send.error} /> : null}
      {children}
      <CodePad
        label={text('code.label')}
        value={value}
        isSecret={false}
        onChange={onChange}
        onFull={onFull}
      />
      {about?.simulated ? (
        <Notice tone="plain" title={text('code.simulated')} todo={text('code.simulated.todo')} />
      ) : null}
      <div className="screen-actions">
        <Button icon="refresh" isDisabled={send.isPending} onPress={() => send.mutate(undefined)}>
          {text('code.again')}
        </Button>
      </div>
    </>
  )
}
