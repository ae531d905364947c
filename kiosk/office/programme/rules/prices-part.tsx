import { getCounters, type Coupon, type Rules } from '../../../api/programmes.ts'
import { useRead } from '../../../api/reading.ts'
import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormPart } from '../../form-part.tsx'
import { CodeField, NameFields, PeriodFields, Rows, Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { newPromotion, PromotionFields } from './promotion-fields.tsx'
import { useText } from './texts.ts'

type Prices = Rules['prices']

const ofPrices =
  ({ rules: { prices }, change }: PartProps) =>
  (part: Partial<Prices>) =>
    change({ prices: { ...prices, ...part } })

export function PricesPart(props: PartProps) {
  const text = useText()
  const { prices } = props.rules
  const set = ofPrices(props)
  return (
    <FormPart title={text('prices.title')}>
      <div className="form-row">
        <Units
          label={text('prices.floor')}
          help={text('prices.floor.help')}
          scale={10}
          max={1000}
          value={prices.floorPerMille}
          onChange={(floorPerMille) => set({ floorPerMille })}
        />
        <Units
          label={text('prices.quote')}
          min={1}
          max={240}
          value={prices.quoteMinutes}
          onChange={(quoteMinutes) => set({ quoteMinutes })}
        />
      </div>
    </FormPart>
  )
}

const toggled = (ids: readonly string[], id: string, isIn: boolean) =>
  isIn ? [...ids, id] : ids.filter((other) => other !== id)

export function PromotionsPart(props: PartProps) {
  const text = useText()
  const counters = useRead(getCounters)
  const set = ofPrices(props)
  return (
    <FormPart title={text('promotions.title')} help={text('promotions.help')}>
      <Rows
        rows={props.rules.prices.promotions}
        onChange={(promotions) => set({ promotions })}
        add={text('promotion.add')}
        make={(): Prices['promotions'][number] => ({ ...newPromotion(), counterIds: [] })}
      >
        {(promotion, change) => (
          <>
            <PromotionFields of={promotion} onChange={change} />
            <fieldset className="choices-field">
              <legend>{text('promotion.counters')}</legend>
              <p className="soft">{text('promotion.counters.help')}</p>
              <div className="choices">
                {(counters.data?.counters ?? []).map(({ id, name }) => (
                  <Checkbox
                    key={id}
                    isSelected={promotion.counterIds.includes(id)}
                    onChange={(isIn) => change({ counterIds: toggled(promotion.counterIds, id, isIn) })}
                  >
                    {name}
                  </Checkbox>
                ))}
              </div>
            </fieldset>
          </>
        )}
      </Rows>
    </FormPart>
  )
}

const COUPON_OFFERS: Record<Coupon['offer']['kind'], Coupon['offer']> = {
  percent: { kind: 'percent', ratePerMille: NaN },
  amount: { kind: 'amount', offFen: NaN },
}

export function CouponsPart(props: PartProps) {
  const text = useText()
  const set = ofPrices(props)
  return (
    <FormPart title={text('coupons.title')} help={text('coupons.help')}>
      <Rows
        rows={props.rules.prices.coupons}
        onChange={(coupons) => set({ coupons })}
        add={text('coupon.add')}
        make={(): Coupon => ({
          code: '',
          nameZh: '',
          nameEn: '',
          from: null,
          until: null,
          fromFen: 0,
          offer: COUPON_OFFERS.amount,
        })}
      >
        {(coupon, change) => (
          <>
            <NameFields of={coupon} onChange={change} />
            <CodeField value={coupon.code} onChange={(code) => change({ code })} />
            <Units
              label={text('coupon.from')}
              scale={100}
              value={coupon.fromFen}
              onChange={(fromFen) => change({ fromFen })}
            />
            <Select
              label={text('promotion.kind')}
              value={coupon.offer.kind}
              options={(['amount', 'percent'] as const).map((value) => ({
                value,
                label: text(`promotion.${value}`),
              }))}
              onChange={(kind) => change({ offer: COUPON_OFFERS[kind] })}
            />
            {coupon.offer.kind === 'percent' ? (
              <Units
                label={text('promotion.rate')}
                scale={10}
                min={1}
                max={1000}
                value={coupon.offer.ratePerMille}
                onChange={(ratePerMille) => change({ offer: { kind: 'percent', ratePerMille } })}
              />
            ) : (
              <Units
                label={text('promotion.off')}
                scale={100}
                min={1}
                value={coupon.offer.offFen}
                onChange={(offFen) => change({ offer: { kind: 'amount', offFen } })}
              />
            )}
            <PeriodFields of={coupon} onChange={change} />
          </>
        )}
      </Rows>
    </FormPart>
  )
}
