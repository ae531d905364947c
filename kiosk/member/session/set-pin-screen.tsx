import { useState } from 'react'
import { call } from '../../api/call.ts'
import { setPin, type Me } from '../../api/kiosks.ts'
import type { Problem } from '../../api/problem.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { playCue } from '../../ui/sound-cues.ts'
import { Steps } from '../../ui/steps.tsx'
import { useUiText } from '../../ui/texts.ts'
import { useText } from '../texts.ts'
import { CodeFromPhone } from './code-from-phone.tsx'
import { CodePad } from './code-pad.tsx'
import { Screen } from './screen.tsx'
import { useMyCommand } from './session-queries.tsx'
import { useSessionText } from './texts.ts'

interface SetPinScreenProps {
  me: Me
  isTaking: boolean
  onBack: () => void
  onDone: () => void
}

interface Given {
  code: string
  pin: string
  again: string
}

const nothing: Given = { code: '', pin: '', again: '' }
const steps = ['code', 'pin', 'again'] as const

/** A code from the phone, then a PIN, then the same PIN: what is wrong goes back to where it was given. */
export function SetPinScreen({ me, isTaking, onBack, onDone }: SetPinScreenProps) {
  const text = useText()
  const sessionText = useSessionText()
  const uiText = useUiText()
  const [step, setStep] = useState(0)
  const [given, setGiven] = useState(nothing)
  const [isDifferent, setDifferent] = useState(false)
  const save = useMyCommand((body: { code: string; pin: string }, sending) =>
    call(setPin, { body, ...sending }),
  )
  const put = (part: Partial<Given>) => setGiven({ ...given, ...part })

  function goBackTo(next: number, kept: Partial<Given>) {
    playCue('not-read')
    setGiven({ ...nothing, ...kept })
    setStep(next)
  }
  function compare(again: string) {
    setDifferent(again !== given.pin)
    if (again !== given.pin) return goBackTo(1, { code: given.code })
    save.mutate(
      { code: given.code, pin: given.pin },
      {
        onSuccess: onDone,
        onError: (problem) => (isOfCode(problem) ? goBackTo(0, {}) : goBackTo(1, { code: given.code })),
      },
    )
  }

  const part = steps[step] ?? 'code'
  const trouble = (
    <>
      {save.error && !isDifferent ? <ProblemNotice problem={save.error} saved={text('gift.saved')} /> : null}
      {isDifferent ? (
        <Notice
          tone="bad"
          title={sessionText('set-pin.different')}
          todo={sessionText('set-pin.different.todo')}
        />
      ) : null}
    </>
  )
  return (
    <Screen title={sessionText('set-pin.title')} back={text('back')} onBack={onBack}>
      <Steps labels={steps.map((each) => sessionText(`set-pin.step.${each}`))} current={step} />
      {part === 'code' ? (
        <CodeFromPhone
          me={me}
          value={given.code}
          onChange={(code) => put({ code })}
          onFull={() => setStep(1)}
        >
          {trouble}
        </CodeFromPhone>
      ) : (
        <>
          <p className="lead">{sessionText(`set-pin.lead.${part}`)}</p>
          {trouble}
          <CodePad
            key={part}
            label={sessionText(`set-pin.label.${part}`)}
            value={given[part]}
            isSecret
            onChange={(digits) => put({ [part]: digits })}
            onFull={(digits) => (part === 'pin' ? setStep(2) : compare(digits))}
          />
          <output>{save.isPending || isTaking ? uiText('loading') : null}</output>
        </>
      )}
    </Screen>
  )
}

const isOfCode = (problem: Problem) => problem.code.startsWith('code-')
