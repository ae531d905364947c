import { useState } from 'react'
import { getExpiries, setExpiry, type BatchExpiry, type SetExpiry } from '../../api/card-life.ts'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** Until when the cards of each batch are good. */
export function Expiries() {
  const text = useText()
  const { number } = useFormats()
  const mayChange = useMay(managers)
  const batches = useRead(getExpiries).data?.batches ?? []
  if (batches.length === 0) return null
  return (
    <Section title={text('expiry.title')}>
      <Table
        caption={text('expiry.title')}
        rows={batches}
        keyOf={({ batchId }) => batchId}
        columns={[
          { title: text('expiry.batch'), cell: ({ code }) => <code>{code}</code> },
          { title: text('expiry.in-use'), isNumber: true, cell: ({ inUse }) => number(inUse) },
          {
            title: text('expiry.day'),
            cell: ({ cardsExpireOn }) => (
              <span className="figures">{cardsExpireOn ?? text('expiry.none')}</span>
            ),
          },
          ...(mayChange
            ? [
                {
                  title: text('expiry.do'),
                  cell: (batch: BatchExpiry) => <ExpiryDialog batch={batch} />,
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

function ExpiryDialog({ batch }: { batch: BatchExpiry }) {
  const text = useText()
  return (
    <DialogButton label={text('expiry.change')} title={text('expiry.title')} icon="calendar" kind="quiet">
      {(close) => <ExpiryForm batch={batch} onDone={close} />}
    </DialogButton>
  )
}

function ExpiryForm({ batch, onDone }: { batch: BatchExpiry; onDone: () => void }) {
  const text = useText()
  const { batchId, code } = batch
  const [day, setDay] = useState(batch.cardsExpireOn ?? '')
  const command = useChange((body: SetExpiry, commandId) =>
    call(setExpiry, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('expiry.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate({ cardsExpireOn: day === '' ? null : day }, { onSuccess: onDone })}
    >
      <p>{text('expiry.words', { code })}</p>
      <TextField label={text('expiry.day')} type="date" value={day} onChange={setDay} />
    </OfficeForm>
  )
}
