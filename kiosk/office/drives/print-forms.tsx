import { useState } from 'react'
import { call } from '../../api/call.ts'
import { numberForms } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { FormPagesLink } from './form-pages-link.tsx'
import { useText } from './texts.ts'

/** The most that one file has. */
const most = 50

export function PrintForms({ driveId }: { driveId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('forms.print')} title={text('forms.print')} icon="plus" kind="primary">
      {(close) => <Printing driveId={driveId} onDone={close} />}
    </DialogButton>
  )
}

function Printing({ driveId, onDone }: { driveId: string; onDone: () => void }) {
  const text = useText()
  const [copies, setCopies] = useState<number | undefined>(20)
  const command = useChange((body: { copies: number }, commandId) =>
    call(numberForms, { params: { driveId }, body, commandId }),
  )
  if (command.data)
    return (
      <>
        <Notice
          tone="good"
          title={text('forms.numbered', { count: command.data.formIds.length })}
          todo={text('forms.numbered.todo')}
        />
        <DialogActions>
          <FormPagesLink driveId={driveId} formIds={command.data.formIds}>
            {text('forms.pages')}
          </FormPagesLink>
          <Button onPress={onDone}>{text('close')}</Button>
        </DialogActions>
      </>
    )
  return (
    <OfficeForm
      submit={text('forms.number-them')}
      command={command}
      isComplete={copies !== undefined}
      onCancel={onDone}
      onSubmit={() => (copies === undefined ? undefined : command.mutate({ copies }))}
    >
      <p>{text('forms.print.words')}</p>
      <NumberField label={text('forms.copies')} value={copies} min={1} max={most} onChange={setCopies} />
    </OfficeForm>
  )
}
