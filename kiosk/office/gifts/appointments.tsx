import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getSlotsOfDay, setSlotCapacity, type DayOfSlots, type Gift } from '../../api/gifts.ts'
import type { Place } from '../../api/places.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useShopDay } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { carriers, managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** A day's appointments at one place, and who comes. */
export function Appointments({ gifts, places }: { gifts: readonly Gift[]; places: readonly Place[] }) {
  const text = useText()
  const mayReceive = useMay([...carriers, 'promoter'])
  const counters = places.filter(({ kind }) => kind !== 'store-room')
  const [chosen, setChosen] = useState<string>()
  const [day, setDay] = useState(useShopDay())
  const placeId = chosen ?? counters.find(({ kind }) => kind === 'kiosk')?.id ?? counters[0]?.id
  const isWanted = mayReceive && placeId !== undefined && day !== ''
  const found = useRead(getSlotsOfDay, { params: { id: placeId ?? '' }, query: { day }, isWanted })
  if (!mayReceive || placeId === undefined) return null
  return (
    <Section title={text('visits.title')}>
      <div className="gift-day">
        <Select
          label={text('slots.place')}
          value={placeId}
          onChange={setChosen}
          options={counters.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField label={text('slots.day')} type="date" value={day} onChange={setDay} />
      </div>
      <Trouble of={[found]} />
      {found.data?.slots.length === 0 ? <p className="soft">{text('visits.none')}</p> : null}
      {found.data && found.data.slots.length > 0 ? (
        <SlotTable slots={found.data.slots} gifts={gifts} />
      ) : null}
    </Section>
  )
}

function SlotTable({ slots, gifts }: { slots: DayOfSlots['slots']; gifts: readonly Gift[] }) {
  const text = useText()
  const nameOf = useName()
  const { number } = useFormats()
  const maySet = useMay(managers)
  const serviceOf = (giftId: string) => {
    const gift = gifts.find(({ id }) => id === giftId)
    return gift ? nameOf(gift) : ''
  }
  return (
    <Table
      caption={text('visits.title')}
      rows={slots}
      keyOf={({ id }) => id}
      columns={[
        { title: text('visits.time'), cell: ({ startsAt }) => <DateTime at={startsAt} show="time" /> },
        { title: text('visits.service'), cell: ({ giftId }) => serviceOf(giftId) },
        {
          title: text('visits.taken'),
          isNumber: true,
          cell: ({ taken, capacity }) => `${number(taken)} / ${number(capacity)}`,
        },
        ...(maySet
          ? [
              {
                title: text('list.do'),
                cell: (slot: DayOfSlots['slots'][number]) => <Capacity slot={slot} />,
              },
            ]
          : []),
        {
          title: text('visits.who'),
          cell: ({ visits }) => (
            <span className="actions">
              {visits.map(({ redemptionId, maskedName, state }) => (
                <span key={redemptionId}>
                  {maskedName}{' '}
                  {state === 'settled' ? (
                    <Badge tone="good" icon="check">
                      {text('visits.came')}
                    </Badge>
                  ) : null}
                </span>
              ))}
            </span>
          ),
        },
      ]}
    />
  )
}

/** How many an appointment takes; with 0 it is closed. */
function Capacity({ slot }: { slot: DayOfSlots['slots'][number] }) {
  const text = useText()
  return (
    <DialogButton label={text('capacity')} title={text('capacity.title')} icon="people" kind="quiet">
      {(close) => <CapacityForm slot={slot} onDone={close} />}
    </DialogButton>
  )
}

function CapacityForm({ slot, onDone }: { slot: DayOfSlots['slots'][number]; onDone: () => void }) {
  const text = useText()
  const [capacity, setCapacity] = useState<number | undefined>(slot.capacity)
  const command = useChange((body: { capacity: number }, commandId) =>
    call(setSlotCapacity, { params: { id: slot.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('capacity.submit')}
      command={command}
      isComplete={capacity !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        capacity === undefined ? undefined : command.mutate({ capacity }, { onSuccess: onDone })
      }
    >
      <NumberField
        label={text('slots.capacity')}
        help={text('capacity.help')}
        value={capacity}
        min={0}
        max={1_000}
        onChange={setCapacity}
      />
    </OfficeForm>
  )
}
