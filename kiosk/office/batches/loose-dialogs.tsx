import { useState } from 'react'
import { call } from '../../api/call.ts'
import { sealBox, sendCards } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { PlaceField } from './place-field.tsx'
import { useText } from './texts.ts'

/** What can be done with finished cards that lie loose in the office: box them, or send them. */
export function SealDialog({ batchId, ready }: { batchId: string; ready: number }) {
  const text = useText()
  return (
    <DialogButton label={text('seal.open')} title={text('seal.open')} icon="box">
      {(close) => <SealForm batchId={batchId} ready={ready} onDone={close} />}
    </DialogButton>
  )
}

interface LooseProps {
  batchId: string
  ready: number
  onDone: () => void
}

function SealForm({ batchId, ready, onDone }: LooseProps) {
  const text = useText()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: { quantity: number }, commandId) =>
    call(sealBox, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('seal.submit')}
      command={command}
      isComplete={quantity !== undefined}
      onCancel={onDone}
      onSubmit={() => (quantity ? command.mutate({ quantity }, { onSuccess: onDone }) : undefined)}
    >
      <p>{text('seal.words')}</p>
      <NumberField
        label={text('seal.quantity')}
        value={quantity}
        min={1}
        max={ready}
        onChange={setQuantity}
      />
    </OfficeForm>
  )
}

export function SendDialog({ batchId, ready }: { batchId: string; ready: number }) {
  const text = useText()
  return (
    <DialogButton label={text('send.open')} title={text('send.open')} icon="arrow">
      {(close) => <SendForm batchId={batchId} ready={ready} onDone={close} />}
    </DialogButton>
  )
}

function SendForm({ batchId, ready, onDone }: LooseProps) {
  const text = useText()
  const [placeId, setPlace] = useState<string>()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: { placeId: string; quantity: number }, commandId) =>
    call(sendCards, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('send.submit')}
      command={command}
      isComplete={placeId !== undefined && quantity !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        placeId && quantity ? command.mutate({ placeId, quantity }, { onSuccess: onDone }) : undefined
      }
    >
      <p>{text('send.words')}</p>
      <PlaceField value={placeId} onChange={setPlace} />
      <NumberField
        label={text('back.quantity')}
        value={quantity}
        min={1}
        max={ready}
        onChange={setQuantity}
      />
    </OfficeForm>
  )
}
