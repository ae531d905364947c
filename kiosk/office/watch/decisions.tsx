import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { decideAlert, liftFreeze, lookInto, type DecideAlert, type WatchAlert } from '../../api/watch.ts'
import { Choice } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** What may be done with an alert now: look, decide, let go on; each upon the evidence on the screen. */
export function Decisions({ alert }: { alert: WatchAlert }) {
  const text = useText()
  const { state, isFrozen, concernsMe } = alert
  if (concernsMe) return <p className="soft">{text('concerns-me')}</p>
  return (
    <>
      {state === 'open' || state === 'looked-into' ? (
        <DialogButton label={text('look.open')} title={text('look.open')} icon="pen">
          {(close) => <LookForm alert={alert} onDone={close} />}
        </DialogButton>
      ) : null}
      {state === 'looked-into' ? (
        <DialogButton label={text('decide.open')} title={text('decide.open')} icon="check" kind="primary">
          {(close) => <DecideForm alert={alert} onDone={close} />}
        </DialogButton>
      ) : null}
      {state === 'confirmed' && isFrozen ? (
        <DialogButton label={text('lift.open')} title={text('lift.open')} icon="play">
          {(close) => <LiftForm alert={alert} onDone={close} />}
        </DialogButton>
      ) : null}
    </>
  )
}

interface FormProps {
  alert: WatchAlert
  onDone: () => void
}

function LookForm({ alert: { id, revision }, onDone }: FormProps) {
  const text = useText()
  const [note, setNote] = useState('')
  const command = useChange((body: { revision: number; note: string }, commandId) =>
    call(lookInto, { params: { id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('look.submit')}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ revision, note: note.trim() }, { onSuccess: onDone })}
    >
      <p>{text('look.words')}</p>
      <RequiredText label={text('look.note')} value={note} onChange={setNote} maxLength={500} />
    </OfficeForm>
  )
}

const outcomes = ['released', 'confirmed'] as const

function DecideForm({ alert: { id, revision }, onDone }: FormProps) {
  const text = useText()
  const [note, setNote] = useState('')
  const [outcome, setOutcome] = useState<DecideAlert['outcome']>()
  const command = useChange((body: DecideAlert, commandId) =>
    call(decideAlert, { params: { id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('decide.submit')}
      command={command}
      isComplete={isWritten(note) && outcome !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        outcome && command.mutate({ revision, outcome, note: note.trim() }, { onSuccess: onDone })
      }
    >
      <p>{text('decide.words')}</p>
      <Choice
        label={text('decide.outcome')}
        value={outcome}
        options={outcomes.map((value) => ({ value, label: text(`decide.${value}`) }))}
        onChange={setOutcome}
      />
      <RequiredText label={text('decide.note')} value={note} onChange={setNote} maxLength={500} />
    </OfficeForm>
  )
}

function LiftForm({ alert: { id }, onDone }: FormProps) {
  const text = useText()
  const [note, setNote] = useState('')
  const command = useChange((body: { note: string }, commandId) =>
    call(liftFreeze, { params: { id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('lift.open')}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ note: note.trim() }, { onSuccess: onDone })}
    >
      <p>{text('lift.words')}</p>
      <RequiredText label={text('lift.note')} value={note} onChange={setNote} maxLength={500} />
    </OfficeForm>
  )
}
