import { useState } from 'react'
import { call } from '../../api/call.ts'
import { setBoothReader, type Booth } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { ReaderFields, type Reader } from '../reader-fields.tsx'
import { useText } from './texts.ts'

export function ReaderDialog({ booth }: { booth: Booth }) {
  const text = useText()
  return (
    <DialogButton
      label={text('reader.open')}
      title={text('reader.title', { name: booth.name })}
      icon="station"
      kind="quiet"
    >
      {(close) => <ReaderForm booth={booth} onDone={close} />}
    </DialogButton>
  )
}

function ReaderForm({ booth, onDone }: { booth: Booth; onDone: () => void }) {
  const text = useText()
  const [reader, setReader] = useState<Reader>(booth.reader)
  const command = useChange((body: Reader, commandId) =>
    call(setBoothReader, { params: { boothId: booth.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('reader.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(reader, { onSuccess: onDone })}
    >
      <ReaderFields value={reader} onChange={setReader} />
    </OfficeForm>
  )
}
