import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { moveGifts, receiveGifts, type Gift, type MoveGifts, type ReceiveGifts } from '../../api/gifts.ts'
import type { Place } from '../../api/places.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import type { useStock } from './use-stock.ts'
import { useText } from './texts.ts'

const most = 100_000

export function ReceiveGift({ gift, places }: { gift: Gift; places: readonly Place[] }) {
  const text = useText()
  const nameOf = useName()
  return (
    <DialogButton
      label={text('receive.open')}
      title={text('receive.title', { name: nameOf(gift) })}
      icon="box"
      kind="quiet"
    >
      {(close) =>
        places.length === 0 ? <PlacesFirst /> : <ReceiveForm gift={gift} places={places} onDone={close} />
      }
    </DialogButton>
  )
}

function PlacesFirst() {
  const text = useText()
  return (
    <p>
      {text('places.none')} <Link to="/settings">{text('places.go')}</Link>
    </p>
  )
}

interface ReceiveFormProps {
  gift: Gift
  places: readonly Place[]
  onDone: () => void
}

function ReceiveForm({ gift, places, onDone }: ReceiveFormProps) {
  const text = useText()
  const [placeId, setPlaceId] = useState(places.find(({ kind }) => kind === 'store-room')?.id)
  const [quantity, setQuantity] = useState<number>()
  const [reference, setReference] = useState('')
  const command = useChange((body: ReceiveGifts, commandId) =>
    call(receiveGifts, { params: { id: gift.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('receive.submit')}
      command={command}
      isComplete={placeId !== undefined && quantity !== undefined && isWritten(reference)}
      onCancel={onDone}
      onSubmit={() =>
        placeId === undefined || quantity === undefined
          ? undefined
          : command.mutate({ placeId, quantity, reference: reference.trim() }, { onSuccess: onDone })
      }
    >
      <RequiredSelect
        label={text('receive.place')}
        value={placeId}
        onChange={setPlaceId}
        options={places.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <NumberField
        label={text('receive.quantity')}
        value={quantity}
        min={1}
        max={most}
        onChange={setQuantity}
      />
      <RequiredText
        label={text('receive.reference')}
        value={reference}
        onChange={setReference}
        maxLength={60}
      />
    </OfficeForm>
  )
}

interface MoveProps {
  gift: Gift
  stock: ReturnType<typeof useStock>
}

export function MoveGift({ gift, stock }: MoveProps) {
  const text = useText()
  const nameOf = useName()
  return (
    <DialogButton
      label={text('move.open')}
      title={text('move.title', { name: nameOf(gift) })}
      icon="arrow"
      kind="quiet"
    >
      {(close) => <MoveForm gift={gift} stock={stock} onDone={close} />}
    </DialogButton>
  )
}

function MoveForm({ gift, stock: { places, onHand }, onDone }: MoveProps & { onDone: () => void }) {
  const text = useText()
  const sources = places.filter(({ id }) => onHand(id, gift.id) > 0)
  const [fromPlaceId, setFrom] = useState(sources[0]?.id)
  const [toPlaceId, setTo] = useState<string>()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: MoveGifts, commandId) =>
    call(moveGifts, { params: { id: gift.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('move.submit')}
      command={command}
      isComplete={fromPlaceId !== undefined && toPlaceId !== undefined && quantity !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        !fromPlaceId || !toPlaceId || quantity === undefined
          ? undefined
          : command.mutate({ fromPlaceId, toPlaceId, quantity }, { onSuccess: onDone })
      }
    >
      <RequiredSelect
        label={text('move.from')}
        value={fromPlaceId}
        onChange={setFrom}
        options={sources.map(({ id, name }) => ({
          value: id,
          label: text('move.from.option', { name, stock: onHand(id, gift.id) }),
        }))}
      />
      <RequiredSelect
        label={text('move.to')}
        value={toPlaceId}
        onChange={setTo}
        options={places
          .filter(({ id }) => id !== fromPlaceId)
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
      <NumberField label={text('move.quantity')} value={quantity} min={1} max={most} onChange={setQuantity} />
    </OfficeForm>
  )
}
