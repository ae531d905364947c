import { useState } from 'react'
import type { Promotion } from '../../../api/programmes.ts'
import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { NameFields, PeriodFields, Units } from './fields.tsx'
import { useText } from './texts.ts'

const OFFERS: Record<Promotion['offer']['kind'], Promotion['offer']> = {
  percent: { kind: 'percent', ratePerMille: NaN },
  amount: { kind: 'amount', everyFen: NaN, offFen: NaN, repeats: true },
  'n-for-m': { kind: 'n-for-m', pieces: 3, paid: 2 },
}

export const newPromotion = (): Promotion => ({
  nameZh: '',
  nameEn: '',
  categories: [],
  from: null,
  until: null,
  offer: OFFERS.percent,
})

interface PromotionFieldsProps {
  of: Promotion
  onChange: (part: Partial<Promotion>) => void
}

export function PromotionFields({ of, onChange }: PromotionFieldsProps) {
  const text = useText()
  return (
    <>
      <NameFields of={of} onChange={onChange} />
      <Select
        label={text('promotion.kind')}
        value={of.offer.kind}
        options={(['percent', 'amount', 'n-for-m'] as const).map((value) => ({
          value,
          label: text(`promotion.${value}`),
        }))}
        onChange={(kind) => onChange({ offer: OFFERS[kind] })}
      />
      <OfferFields offer={of.offer} onChange={(offer) => onChange({ offer })} />
      <PeriodFields of={of} onChange={onChange} />
      <Categories of={of.categories} onChange={(categories) => onChange({ categories })} />
    </>
  )
}

function OfferFields({
  offer,
  onChange,
}: {
  offer: Promotion['offer']
  onChange: (offer: Promotion['offer']) => void
}) {
  const text = useText()
  switch (offer.kind) {
    case 'percent':
      return (
        <Units
          label={text('promotion.rate')}
          scale={10}
          min={1}
          max={1000}
          value={offer.ratePerMille}
          onChange={(ratePerMille) => onChange({ ...offer, ratePerMille })}
        />
      )
    case 'amount':
      return (
        <>
          <Units
            label={text('promotion.every')}
            scale={100}
            min={1}
            value={offer.everyFen}
            onChange={(everyFen) => onChange({ ...offer, everyFen })}
          />
          <Units
            label={text('promotion.off')}
            scale={100}
            min={1}
            value={offer.offFen}
            onChange={(offFen) => onChange({ ...offer, offFen })}
          />
          <Checkbox isSelected={offer.repeats} onChange={(repeats) => onChange({ ...offer, repeats })}>
            {text('promotion.repeats')}
          </Checkbox>
        </>
      )
    case 'n-for-m':
      return (
        <>
          <Units
            label={text('promotion.pieces')}
            min={2}
            max={99}
            value={offer.pieces}
            onChange={(pieces) => onChange({ ...offer, pieces })}
          />
          <Units
            label={text('promotion.paid')}
            min={1}
            max={98}
            value={offer.paid}
            onChange={(paid) => onChange({ ...offer, paid })}
          />
        </>
      )
  }
}

const split = (typed: string) =>
  typed
    .split(/[,，、]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

function Categories({ of, onChange }: { of: readonly string[]; onChange: (categories: string[]) => void }) {
  const text = useText()
  const [typed, setTyped] = useState(of.join(', '))
  const isTheirs = split(typed).join('\n') === of.join('\n')
  return (
    <TextField
      label={text('promotion.categories')}
      help={text('period.help')}
      value={isTheirs ? typed : of.join(', ')}
      maxLength={400}
      onChange={(next) => {
        setTyped(next)
        onChange(split(next))
      }}
    />
  )
}
