import { useState } from 'react'
import { call } from '../../api/call.ts'
import { correctPoints, type NewCorrection } from '../../api/points.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

interface Target {
  memberId: string
  /** what whoever is signed in may post alone */
  limitPoints: number
  /** the entry that was wrong */
  entry?: { id: string; number: number }
}

/** Puts a balance right by a new entry. */
export function CorrectDialog(target: Target) {
  const text = useText()
  return (
    <DialogButton
      label={text(target.entry ? 'correct.this' : 'correct.open')}
      title={text('correct.title')}
      kind={target.entry ? 'quiet' : 'plain'}
    >
      {(close) => <CorrectForm {...target} onDone={close} />}
    </DialogButton>
  )
}

const reasons = ['purchase-missed', 'purchase-wrong', 'wrong-member', 'system-fault', 'goodwill'] as const

function CorrectForm({ memberId, limitPoints, entry, onDone }: Target & { onDone: () => void }) {
  const text = useText()
  const [direction, setDirection] = useState<'add' | 'take'>('add')
  const [points, setPoints] = useState<number>()
  const [reason, setReason] = useState<NewCorrection['reason']>()
  const [note, setNote] = useState('')
  const command = useChange((body: NewCorrection, commandId) =>
    call(correctPoints, { params: { memberId }, body, commandId }),
  )
  const isAbove = points !== undefined && points > limitPoints
  const send = (): void => {
    if (points === undefined || reason === undefined) return
    const correction = { points: direction === 'add' ? points : -points, reason, note: note.trim() }
    command.mutate({ ...correction, ...(entry ? { corrects: entry.id } : {}) }, { onSuccess: onDone })
  }
  return (
    <OfficeForm
      submit={text(isAbove ? 'correct.ask' : 'correct.submit')}
      command={command}
      isComplete={points !== undefined && reason !== undefined && isWritten(note)}
      onCancel={onDone}
      onSubmit={send}
    >
      <p>
        {entry
          ? text('correct.words.entry', { number: entry.number, limit: limitPoints })
          : text('correct.words', { limit: limitPoints })}
      </p>
      <Choice
        label={text('correct.direction')}
        value={direction}
        onChange={setDirection}
        options={[
          { value: 'add', label: text('correct.add') },
          { value: 'take', label: text('correct.take') },
        ]}
      />
      <NumberField
        label={text('correct.points')}
        value={points}
        min={1}
        max={1_000_000}
        onChange={setPoints}
      />
      <RequiredSelect
        label={text('correct.reason')}
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: text(`because.${value}`) }))}
      />
      <RequiredText
        label={text('correct.note')}
        help={text('correct.note.help')}
        value={note}
        onChange={setNote}
        maxLength={200}
      />
    </OfficeForm>
  )
}
