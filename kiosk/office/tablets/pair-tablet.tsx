import { useState } from 'react'
import { call } from '../../api/call.ts'
import type { Drive } from '../../api/drives.ts'
import { useCommand } from '../../api/queries.tsx'
import { newTabletCode } from '../../api/tablets.ts'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { OneTimeCode } from './one-time-code.tsx'
import { useText } from './texts.ts'

/** A one-time code for a tablet of one of the drive's booths. */
export function PairTablet({ drive }: { drive: Drive }) {
  const text = useText()
  return (
    <DialogButton label={text('pair')} title={text('pair')} icon="plus" kind="primary">
      {(close) => <PairForm drive={drive} onDone={close} />}
    </DialogButton>
  )
}

function PairForm({ drive, onDone }: { drive: Drive; onDone: () => void }) {
  const text = useText()
  const [boothId, setBoothId] = useState(drive.booths.length === 1 ? drive.booths[0]?.id : undefined)
  const command = useCommand((id: string, commandId) =>
    call(newTabletCode, { params: { boothId: id }, commandId }),
  )
  if (command.data) return <OneTimeCode code={command.data} words={text('pair.words')} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('pair.make')}
      command={command}
      isComplete={boothId !== undefined}
      onCancel={onDone}
      onSubmit={() => boothId && command.mutate(boothId)}
    >
      <RequiredSelect
        label={text('pair.booth')}
        value={boothId}
        onChange={setBoothId}
        options={drive.booths.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <p>{text('pair.words')}</p>
    </OfficeForm>
  )
}
