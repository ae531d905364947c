import { useState, type FormEvent } from 'react'
import { useAbout } from '../api/about.ts'
import { call } from '../api/call.ts'
import { pairKiosk, pairSampleKiosk } from '../api/kiosks.ts'
import { useCommand } from '../api/queries.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'
import './pairing-screen.css'

/** A code may be written as on the office's screen, with its hyphen and in small letters. */
const asCode = (typed: string) => typed.trim().toUpperCase()

/** Turns this browser into a kiosk, once; done by whoever sets the kiosk up. */
export function PairingScreen({ onPaired }: { onPaired: () => void }) {
  const text = useText()
  const { data: about } = useAbout()
  const [code, setCode] = useState('')
  const pair = useCommand((typed: string, commandId) =>
    call(pairKiosk, { body: { code: asCode(typed) }, commandId }),
  )
  const pairSample = useCommand((_: undefined, commandId) => call(pairSampleKiosk, { commandId }))
  const problem = pair.error ?? pairSample.error
  useTitle(text('pair.title'))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    pair.mutate(code, { onSuccess: onPaired })
  }
  return (
    <div className="kiosk">
      <div className="kiosk-space">
        <TopBar />
        <main className="kiosk-middle">
          <form className="pairing kiosk-narrow" onSubmit={submit}>
            <h1>{text('pair.title')}</h1>
            <p className="lead">{text('pair.lead')}</p>
            {problem ? <ProblemNotice problem={problem} /> : null}
            <TextField
              label={text('pair.code')}
              help={text('pair.help')}
              value={code}
              onChange={setCode}
              maxLength={9}
              isRequired
            />
            <Button kind="primary" type="submit" isDisabled={pair.isPending || asCode(code).length < 8}>
              {text('pair.submit')}
            </Button>
            {about?.simulated ? (
              <section className="pairing-sample">
                <p>{text('pair.sample.words')}</p>
                <Button
                  icon="station"
                  isDisabled={pairSample.isPending}
                  onPress={() => pairSample.mutate(undefined, { onSuccess: onPaired })}
                >
                  {text('pair.sample')}
                </Button>
              </section>
            ) : null}
          </form>
        </main>
      </div>
    </div>
  )
}
