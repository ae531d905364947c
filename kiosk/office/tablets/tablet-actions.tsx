import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { handCards, revokeTablet, type Tablet } from '../../api/tablets.ts'
import { useFormats } from '../../i18n/format.ts'
import { Select } from '../../ui/select.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { QueueUpload } from './queue-upload.tsx'
import { Revoking } from './revoking.tsx'
import { useText } from './texts.ts'

/** What one can do about a tablet. */
export function TabletActions({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { number } = useFormats()
  const waiting = tablet.waiting === null ? text('never') : number(tablet.waiting)
  return (
    <>
      <DialogButton label={text('cards.open')} title={text('cards.title')} icon="card">
        {(close) => <CardsForm tablet={tablet} onDone={close} />}
      </DialogButton>
      <DialogButton label={text('file.open')} title={text('file.title')} icon="up">
        {(close) => <QueueUpload tablet={tablet} onDone={close} />}
      </DialogButton>
      {tablet.revokedAt === null ? (
        <Revoking
          name={tablet.name}
          words={text('revoke.words', { waiting })}
          revoke={(commandId) => call(revokeTablet, { params: { tabletId: tablet.id }, commandId })}
        />
      ) : null}
    </>
  )
}

interface FormProps {
  tablet: Tablet
  onDone: () => void
}

function CardsForm({ tablet, onDone }: FormProps) {
  const text = useText()
  const [count, setCount] = useState<number>()
  const [way, setWay] = useState<'to' | 'from'>('to')
  const command = useChange((quantity: number, commandId) =>
    call(handCards, { params: { tabletId: tablet.id }, body: { quantity }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('cards.submit')}
      command={command}
      isComplete={count !== undefined}
      onCancel={onDone}
      onSubmit={() => {
        if (count) command.mutate(way === 'to' ? count : -count, { onSuccess: onDone })
      }}
    >
      <p>{text('cards.words')}</p>
      <Select
        label={text('cards.way')}
        value={way}
        onChange={setWay}
        options={[
          { value: 'to', label: text('cards.to') },
          { value: 'from', label: text('cards.from') },
        ]}
      />
      <NumberField label={text('cards.quantity')} value={count} min={1} max={10_000} onChange={setCount} />
    </OfficeForm>
  )
}
