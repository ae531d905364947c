import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { Select } from '../../ui/select.tsx'
import { RequiredText } from '../fields.tsx'
import { cardInHand } from './in-hand.ts'
import { useText } from './texts.ts'

/** The card that is about to be handed over, and where it lay. */
export interface CardAnswer {
  written: string
  placeId: string | null
}
export const noCard: CardAnswer = { written: '', placeId: null }

const office = 'office'

export function CardFields({
  value,
  onChange,
}: {
  value: CardAnswer
  onChange: (value: CardAnswer) => void
}) {
  const text = useText()
  const places = useRead(getPlaces)
  const booths = (places.data?.places ?? []).filter(({ kind }) => kind === 'booth')
  return (
    <>
      <RequiredText
        label={text('card')}
        help={text('card.help')}
        value={value.written}
        onChange={(written) => onChange({ ...value, written })}
        wrongWhenSent={cardInHand(value.written) ? undefined : text('card.wrong')}
        maxLength={500}
      />
      <Select
        label={text('place')}
        value={value.placeId ?? office}
        onChange={(chosen) => onChange({ ...value, placeId: chosen === office ? null : chosen })}
        options={[
          { value: office, label: text('place.office') },
          ...booths.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </>
  )
}
