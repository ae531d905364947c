import { useState } from 'react'
import { call } from '../../api/call.ts'
import { archiveDesign, restoreDesign, type Reason } from '../../api/designs.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

export function ArchiveDialog({ code }: { code: string }) {
  const text = useText()
  return (
    <DialogButton label={text('archive.open')} title={text('archive.title')} icon="box" kind="quiet">
      {(close) => <ArchiveForm code={code} onDone={close} />}
    </DialogButton>
  )
}

function ArchiveForm({ code, onDone }: { code: string; onDone: () => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: Reason, commandId) =>
    call(archiveDesign, { params: { code }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('archive.open')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('archive.words')}</p>
      <RequiredText label={text('archive.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

export function RestoreButton({ code }: { code: string }) {
  const text = useText()
  const command = useChange((_: undefined, commandId) => call(restoreDesign, { params: { code }, commandId }))
  return (
    <Button icon="refresh" isPending={command.isPending} onPress={() => command.mutate(undefined)}>
      {text('restore')}
    </Button>
  )
}
