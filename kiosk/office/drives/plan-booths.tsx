import { Link } from '@tanstack/react-router'
import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { RequiredSelect, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { ReaderFields } from '../reader-fields.tsx'
import { newBooth, type BoothPlan, type PartProps } from './plan.ts'
import { useText } from './texts.ts'

export function BoothsPart({ plan: { booths }, change }: PartProps) {
  const text = useText()
  const places = useRead(getPlaces)
  const stands = (places.data?.places ?? []).filter(({ kind }) => kind === 'booth')
  const set = (key: number, part: Partial<BoothPlan>) =>
    change({ booths: booths.map((booth) => (booth.key === key ? { ...booth, ...part } : booth)) })
  const nextKey = Math.max(...booths.map(({ key }) => key)) + 1
  return (
    <FormPart title={text('new.booths')}>
      {places.data && stands.length === 0 ? (
        <p>
          {text('new.no-places')} <Link to="/settings">{text('new.go-settings')}</Link>
        </p>
      ) : null}
      {booths.map(({ key, name, placeId, reader }) => (
        <div className="form-row booth-row" key={key}>
          <RequiredSelect
            label={text('new.booth-place')}
            value={placeId}
            onChange={(chosen) => {
              const place = stands.find(({ id }) => id === chosen)
              set(key, { placeId: chosen, ...(name === '' && place ? { name: place.name } : {}) })
            }}
            options={stands.map((place) => ({ value: place.id, label: place.name }))}
          />
          <RequiredText
            label={text('new.booth-name')}
            value={name}
            onChange={(value) => set(key, { name: value })}
            maxLength={60}
          />
          <ReaderFields value={reader} onChange={(value) => set(key, { reader: value })} />
          {booths.length > 1 ? (
            <Button
              kind="quiet"
              icon="close"
              onPress={() => change({ booths: booths.filter((booth) => booth.key !== key) })}
            >
              {text('new.remove-booth', { name })}
            </Button>
          ) : null}
        </div>
      ))}
      <p>
        <Button icon="plus" onPress={() => change({ booths: [...booths, newBooth(nextKey)] })}>
          {text('new.add-booth')}
        </Button>
      </p>
    </FormPart>
  )
}
