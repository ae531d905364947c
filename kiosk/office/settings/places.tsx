import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addPlace, type NewPlace, type Place } from '../../api/places.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { PlacePosition } from './place-position.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

export function Places({ places }: { places: readonly Place[] }) {
  const text = useText()
  const mayAdd = useMay(managers)
  return (
    <Section
      title={text('places.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('places.add')} title={text('places.add')} icon="plus">
            {(close) => <PlaceForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      {places.length === 0 ? (
        <p className="soft">{text('places.none')}</p>
      ) : (
        <Table
          caption={text('places.title')}
          rows={places}
          keyOf={({ id }) => id}
          columns={[
            { title: text('places.name'), cell: ({ name }) => name },
            { title: text('places.kind'), cell: ({ kind }) => text(`kind.${kind}`) },
            {
              title: text('places.position'),
              cell: (place) => <PlacePosition place={place} mayMove={mayAdd} />,
            },
          ]}
        />
      )}
    </Section>
  )
}

const kinds = ['store-room', 'booth', 'kiosk'] as const

function PlaceForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Place['kind']>('store-room')
  const command = useChange((body: NewPlace, commandId) => call(addPlace, { body, commandId }))
  return (
    <OfficeForm
      submit={text('place.submit')}
      command={command}
      isComplete={isWritten(name)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ name: name.trim(), kind }, { onSuccess: onDone })}
    >
      <RequiredText label={text('place.name')} value={name} onChange={setName} maxLength={60} />
      <Choice
        label={text('place.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: text(`kind.${value}`) }))}
      />
    </OfficeForm>
  )
}
