import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { RequiredSelect } from '../fields.tsx'
import { useText } from './texts.ts'

/** Places other than store rooms: cards lie where they are handed out. */
export function PlaceField({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (id: string) => void
}) {
  const text = useText()
  const places = useRead(getPlaces)
  return (
    <RequiredSelect
      label={text('send.place')}
      value={value}
      onChange={onChange}
      options={(places.data?.places ?? [])
        .filter(({ kind }) => kind !== 'store-room')
        .map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
