import { useState } from 'react'
import { requestCard, type NewRequest } from '../../api/complimentary.ts'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

export function AskDialog({ programmeId }: { programmeId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('ask')} title={text('ask')} icon="plus" kind="primary">
      {(close) => <AskForm programmeId={programmeId} onDone={close} />}
    </DialogButton>
  )
}

const empty = { recipientName: '', organisation: '', reason: '', isPublicOfficial: false }

function AskForm({ programmeId, onDone }: { programmeId: string; onDone: () => void }) {
  const text = useText()
  const [asked, setAsked] = useState(empty)
  const [valueYuan, setValueYuan] = useState<number>()
  const set = (part: Partial<typeof empty>) => setAsked({ ...asked, ...part })
  const command = useChange((body: NewRequest, commandId) => call(requestCard, { body, commandId }))
  const { recipientName, organisation, reason, isPublicOfficial } = asked
  return (
    <OfficeForm
      submit={text('ask.submit')}
      command={command}
      isComplete={[recipientName, organisation, reason].every(isWritten) && valueYuan !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        valueYuan === undefined
          ? undefined
          : command.mutate({ ...asked, programmeId, valueFen: valueYuan * 100 }, { onSuccess: onDone })
      }
    >
      <RequiredText
        label={text('ask.name')}
        help={text('ask.name.help')}
        value={recipientName}
        onChange={(name) => set({ recipientName: name })}
        maxLength={40}
      />
      <RequiredText
        label={text('ask.organisation')}
        value={organisation}
        onChange={(name) => set({ organisation: name })}
        maxLength={80}
      />
      <RequiredText
        label={text('ask.reason')}
        value={reason}
        onChange={(why) => set({ reason: why })}
        maxLength={200}
      />
      <NumberField
        label={text('ask.value')}
        value={valueYuan}
        min={1}
        max={1_000_000}
        onChange={setValueYuan}
      />
      <Checkbox isSelected={isPublicOfficial} onChange={(is) => set({ isPublicOfficial: is })}>
        {text('ask.official')}
      </Checkbox>
    </OfficeForm>
  )
}
