import { useState } from 'react'
import { call } from '../../api/call.ts'
import { openSlots, type Gift, type NewSlots } from '../../api/gifts.ts'
import type { Place } from '../../api/places.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField, RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { dayAfter, useShopDay } from '../shop-day.ts'
import { useText } from './texts.ts'

interface OpenSlotsProps {
  gift: Gift
  places: readonly Place[]
}

/** Opens a service at a place for a day, one appointment after another. */
export function OpenSlots(props: OpenSlotsProps) {
  const text = useText()
  const nameOf = useName()
  return (
    <DialogButton
      label={text('slots.open')}
      title={text('slots.title', { name: nameOf(props.gift) })}
      icon="calendar"
      kind="quiet"
    >
      {(close) => <SlotsForm {...props} onDone={close} />}
    </DialogButton>
  )
}

function SlotsForm({ gift, places, onDone }: OpenSlotsProps & { onDone: () => void }) {
  const text = useText()
  const counters = places.filter(({ kind }) => kind !== 'store-room')
  const [placeId, setPlaceId] = useState(counters[0]?.id)
  const [day, setDay] = useState(dayAfter(useShopDay()))
  const [from, setFrom] = useState('10:00')
  const [until, setUntil] = useState('18:00')
  const [minutes, setMinutes] = useState<number | undefined>(30)
  const [capacity, setCapacity] = useState<number | undefined>(1)
  const command = useChange((body: NewSlots, commandId) =>
    call(openSlots, { params: { id: gift.id }, body, commandId }),
  )
  const isWhole = placeId && day && from && until && minutes !== undefined && capacity !== undefined
  return (
    <OfficeForm
      submit={text('slots.submit')}
      command={command}
      isComplete={Boolean(isWhole)}
      onCancel={onDone}
      onSubmit={() =>
        isWhole
          ? command.mutate({ placeId, day, from, until, minutes, capacity }, { onSuccess: onDone })
          : undefined
      }
    >
      <RequiredSelect
        label={text('slots.place')}
        value={placeId}
        onChange={setPlaceId}
        options={counters.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField label={text('slots.day')} type="date" value={day} onChange={setDay} isRequired />
      <TextField label={text('slots.from')} type="time" value={from} onChange={setFrom} isRequired />
      <TextField label={text('slots.until')} type="time" value={until} onChange={setUntil} isRequired />
      <NumberField label={text('slots.minutes')} value={minutes} min={5} max={720} onChange={setMinutes} />
      <NumberField
        label={text('slots.capacity')}
        value={capacity}
        min={1}
        max={1_000}
        onChange={setCapacity}
      />
    </OfficeForm>
  )
}
