import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { setPointsWorth, type PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

type Worth = PointsReport['worth']

/** At what the report tells points in yuan. */
export function WorthSection({ worth }: { worth: Worth }) {
  const text = useText()
  const { money, dateTime } = useFormats()
  const mayManage = useMay(managers)
  const change = mayManage ? (
    <DialogButton label={text('worth.change')} title={text('worth.change')}>
      {(close) => <WorthForm worth={worth} onDone={close} />}
    </DialogButton>
  ) : null
  return (
    <Section title={text('worth.title')} actions={change}>
      <p>
        {worth
          ? text('worth.now', {
              money: money(worth.fenPerHundred),
              name: worth.setBy,
              at: dateTime(worth.setAt),
              version: worth.version,
            })
          : text('worth.none')}
      </p>
      <p className="soft">{text('worth.words')}</p>
    </Section>
  )
}

function WorthForm({ worth, onDone }: { worth: Worth; onDone: () => void }) {
  const text = useText()
  const [fenPerHundred, setFen] = useState<number | undefined>(worth?.fenPerHundred)
  const command = useChange((fen: number, commandId) =>
    call(setPointsWorth, { body: { after: worth?.version ?? 0, fenPerHundred: fen }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('worth.save')}
      command={command}
      isComplete={fenPerHundred !== undefined}
      onCancel={onDone}
      onSubmit={() => {
        if (fenPerHundred !== undefined) command.mutate(fenPerHundred, { onSuccess: onDone })
      }}
    >
      <NumberField
        label={text('worth.field')}
        help={text('worth.field.help')}
        value={fenPerHundred}
        min={1}
        max={1_000_000}
        onChange={setFen}
      />
    </OfficeForm>
  )
}
