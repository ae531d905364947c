import { useState } from 'react'
import { decideRequest, type Decision, type RegisterEntry } from '../../api/complimentary.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

interface Deciding {
  entry: RegisterEntry
  as: 'approve' | 'reject'
}

/** Yes or no to somebody else's request; neither can be taken back, so both ask first. */
export function DecideDialog({ entry, as }: Deciding) {
  const text = useText()
  return (
    <DialogButton
      label={text(`${as}.open`)}
      title={text(`${as}.title`)}
      icon={as === 'approve' ? 'check' : 'close'}
      kind={as === 'approve' ? 'plain' : 'quiet'}
    >
      {(close) => <DecideForm entry={entry} as={as} onDone={close} />}
    </DialogButton>
  )
}

function DecideForm({ entry, as, onDone }: Deciding & { onDone: () => void }) {
  const text = useText()
  const { money } = useFormats()
  const [note, setNote] = useState('')
  const { requestId, organisation, valueFen } = entry
  const command = useChange((body: Decision, commandId) =>
    call(decideRequest, { params: { requestId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text(`${as}.open`)}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate({ approved: as === 'approve', note: note.trim() }, { onSuccess: onDone })
      }
    >
      <p>
        {as === 'approve'
          ? text('approve.words', { organisation, value: money(valueFen) })
          : text('reject.words', { organisation })}
      </p>
      <RequiredText label={text('decide.note')} value={note} onChange={setNote} maxLength={200} />
    </OfficeForm>
  )
}
