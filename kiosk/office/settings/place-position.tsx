import { useState } from 'react'
import { call } from '../../api/call.ts'
import { placeAt, type Place, type Position } from '../../api/places.ts'
import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'
import './settings.css'

const written = ({ latitudeE6, longitudeE6 }: Position): string =>
  `${(latitudeE6 / 1e6).toFixed(6)}, ${(longitudeE6 / 1e6).toFixed(6)}`

/** As maps copy it: "31.230416, 121.473701". Undefined when it is no place on earth. */
function readPosition(text: string): Position | undefined {
  const [, latitude, longitude] =
    /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? []
  const [latitudeE6, longitudeE6] = [Math.round(Number(latitude) * 1e6), Math.round(Number(longitude) * 1e6)]
  const isOnEarth = Math.abs(latitudeE6) <= 90_000_000 && Math.abs(longitudeE6) <= 180_000_000
  return isOnEarth ? { latitudeE6, longitudeE6 } : undefined
}

/** Where a place lies: a card that is seen at two of them sooner than anybody travels is a copy. */
export function PlacePosition({ place, mayMove }: { place: Place; mayMove: boolean }) {
  const text = useText()
  return (
    <span className="place-position">
      <span className={place.position ? 'figures' : 'soft'}>
        {place.position ? written(place.position) : text('position.none')}
      </span>
      {mayMove ? (
        <DialogButton
          kind="quiet"
          label={text('position.set')}
          title={text('position.title', { place: place.name })}
        >
          {(close) => <PositionForm place={place} onDone={close} />}
        </DialogButton>
      ) : null}
    </span>
  )
}

function PositionForm({ place, onDone }: { place: Place; onDone: () => void }) {
  const text = useText()
  const [typed, setTyped] = useState(place.position ? written(place.position) : '')
  const position = readPosition(typed)
  const command = useChange((body: Position, commandId) =>
    call(placeAt, { params: { placeId: place.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('position.submit')}
      command={command}
      isComplete={position !== undefined}
      onCancel={onDone}
      onSubmit={() => position && command.mutate(position, { onSuccess: onDone })}
    >
      <RequiredText
        label={text('position.field')}
        help={text('position.help')}
        value={typed}
        onChange={setTyped}
        maxLength={40}
        wrongWhenSent={position ? undefined : text('position.wrong')}
      />
    </OfficeForm>
  )
}
