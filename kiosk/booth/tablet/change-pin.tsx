import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isPin } from '../store/pin-key.ts'
import { changePin } from '../store/vault.ts'
import { useText } from './texts.ts'

const nothing = { old: '', pin: '', again: '' }

type State = 'ready' | 'busy' | 'changed' | 'failed' | { isWrong: boolean; waitSeconds: number }

/** The team's PIN, changed by whoever knows it; wrong ones cost as much as on the lock. */
export function ChangePin() {
  const text = useText()
  const [form, setForm] = useState(nothing)
  const [hasTried, setHasTried] = useState(false)
  const [state, setState] = useState<State>('ready')
  const set = (field: keyof typeof nothing) => (value: string) => {
    setForm({ ...form, [field]: value })
    setState('ready')
  }
  const differs = form.pin !== form.again
  const change = async () => {
    const outcome = await changePin(form.old, form.pin)
    setHasTried(false)
    setForm(outcome.kind === 'changed' ? nothing : { ...form, old: '' })
    if (outcome.kind === 'changed') setState('changed')
    else setState({ isWrong: outcome.kind === 'wrong', waitSeconds: Math.ceil(outcome.waitMs / 1_000) })
  }
  const submit = () => {
    setHasTried(true)
    if (state === 'busy' || !isPin(form.old) || !isPin(form.pin) || differs) return
    setState('busy')
    change().catch(() => setState('failed'))
  }
  return (
    <section className="more-part" aria-labelledby="change-pin">
      <h2 id="change-pin">{text('pin.title')}</h2>
      <Form
        className="more-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="person">
          {field('old', 'pin.old', !isPin(form.old) && 'pair.pin.wrong')}
          {field('pin', 'pin.new', !isPin(form.pin) && 'pair.pin.wrong')}
          {field('again', 'pair.again', differs && 'pair.again.differs')}
        </div>
        {state === 'changed' ? (
          <Notice tone="good" title={text('pin.changed')} todo={text('pin.changed.todo')} />
        ) : null}
        {state === 'failed' ? <Notice tone="bad" title={text('pin.failed')} /> : null}
        {typeof state === 'object' ? <Refused {...state} /> : null}
        <div className="more-actions">
          <Button type="submit" icon="lock" isPending={state === 'busy'}>
            {text('pin.submit')}
          </Button>
        </div>
      </Form>
    </section>
  )

  function field(
    name: keyof typeof nothing,
    label: 'pin.old' | 'pin.new' | 'pair.again',
    error: 'pair.pin.wrong' | 'pair.again.differs' | false,
  ) {
    return (
      <TextField
        label={text(label)}
        value={form[name]}
        onChange={set(name)}
        type="password"
        inputMode="numeric"
        autoComplete={name === 'old' ? 'off' : 'new-password'}
        maxLength={12}
        error={hasTried && error ? text(error) : undefined}
      />
    )
  }
}

function Refused({ isWrong, waitSeconds }: { isWrong: boolean; waitSeconds: number }) {
  const text = useText()
  const wait = waitSeconds > 0 ? text('lock.wait', { seconds: waitSeconds }) : undefined
  if (!isWrong) return <Notice tone="caution" title={wait ?? ''} todo={text('lock.wait.todo')} />
  return <Notice tone="bad" title={text('lock.wrong')} todo={wait ?? text('pin.wrong.todo')} />
}
