import { useState } from 'react'
import { call } from '../../api/call.ts'
import { adjustPartner, type Adjust, type Entry, type Partner } from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Units } from '../programme/rules/fields.tsx'
import { useText } from './texts.ts'

interface AdjustProps {
  partner: Partner
  /** in sight: one of them may be what is disputed */
  entries: readonly Entry[]
  onDone: () => void
}

/** Puts the account right by a new entry. */
export function AdjustForm({ partner, entries, onDone }: AdjustProps) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const [who, setWho] = useState<'owes' | 'owed'>('owes')
  const [fen, setFen] = useState(NaN)
  const [note, setNote] = useState('')
  const disputed = entries.find(({ number }) => String(number) === typed.trim())
  const isWrong = isWritten(typed) && !disputed
  const command = useChange((body: Adjust, commandId) =>
    call(adjustPartner, { params: { id: partner.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('adjust.submit')}
      command={command}
      isComplete={!Number.isNaN(fen) && isWritten(note) && !isWrong}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate(
          {
            fen: who === 'owes' ? fen : -fen,
            note: note.trim(),
            ...(disputed ? { about: disputed.entryId } : {}),
          },
          { onSuccess: onDone },
        )
      }
    >
      <p>{text('adjust.words')}</p>
      <TextField
        label={text('adjust.reference')}
        help={text('adjust.reference.help')}
        value={typed}
        onChange={setTyped}
        maxLength={18}
        error={isWrong ? text('adjust.reference.wrong') : undefined}
      />
      <Choice
        label={text('adjust.who')}
        value={who}
        options={[
          { value: 'owes', label: text('adjust.owes') },
          { value: 'owed', label: text('adjust.owed') },
        ]}
        onChange={setWho}
      />
      <Units label={text('adjust.sum')} scale={100} min={1} value={fen} onChange={setFen} />
      <RequiredText label={text('adjust.note')} value={note} onChange={setNote} maxLength={200} />
    </OfficeForm>
  )
}
