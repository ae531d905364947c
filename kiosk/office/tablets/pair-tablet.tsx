import { useState } from 'react'
import { call } from '../../api/call.ts'
import type { Drive } from '../../api/drives.ts'
import { useCommand } from '../../api/queries.tsx'
import { newTabletCode } from '../../api/tablets.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
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
  if (command.data) {
    return (
      <>
        <p className="one-time-code">
          <span>{text('pair.code')}</span>
          <strong className="figures" translate="no">
            {command.data.code}
          </strong>
          <span className="soft">
            {text('pair.until')} <DateTime at={command.data.expiresAt} show="time" />
          </span>
        </p>
        <p>{text('pair.words')}</p>
        <DialogActions>
          <Button kind="primary" onPress={onDone}>
            {text('pair.close')}
          </Button>
        </DialogActions>
      </>
    )
  }
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
