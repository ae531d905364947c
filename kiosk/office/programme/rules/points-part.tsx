import { getCounters } from '../../../api/programmes.ts'
import { useRead } from '../../../api/reading.ts'
import { Select } from '../../../ui/select.tsx'
import { RequiredSelect, RequiredText } from '../../fields.tsx'
import { FormPart } from '../../form-part.tsx'
import { OptionalUnits, Rows, Times, Units } from './fields.tsx'
import { ofEarn, type PartProps } from './part.ts'
import { useText } from './texts.ts'

export function PointsPart(props: PartProps) {
  const text = useText()
  const { earn } = props.rules
  const set = ofEarn(props)
  return (
    <FormPart title={text('points.title')}>
      <div className="form-row">
        <Units
          label={text('points.unit')}
          scale={100}
          min={1}
          max={100_000_000}
          value={earn.unitFen}
          onChange={(unitFen) => set({ unitFen })}
        />
        <Select
          label={text('points.rounding')}
          value={earn.rounding}
          options={(['down', 'half-up', 'up'] as const).map((value) => ({
            value,
            label: text(`points.${value}`),
          }))}
          onChange={(rounding) => set({ rounding })}
        />
        <OptionalUnits
          label={text('points.per-day')}
          help={text('empty.means-none')}
          min={1}
          value={earn.caps.perDay}
          onChange={(perDay) => set({ caps: { ...earn.caps, perDay } })}
        />
        <OptionalUnits
          label={text('points.per-month')}
          help={text('empty.means-none')}
          min={1}
          value={earn.caps.perMonth}
          onChange={(perMonth) => set({ caps: { ...earn.caps, perMonth } })}
        />
      </div>
    </FormPart>
  )
}

export function RatesPart(props: PartProps) {
  const text = useText()
  const counters = useRead(getCounters)
  const { earn } = props.rules
  const set = ofEarn(props)
  const options = (counters.data?.counters ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <FormPart title={text('rates.title')} help={text('rates.help')}>
      <Rows
        rows={earn.categoryRates}
        onChange={(categoryRates) => set({ categoryRates })}
        add={text('rates.category.add')}
        make={() => ({ category: '', perMille: 2000 })}
      >
        {(rate, change) => (
          <>
            <RequiredText
              label={text('rates.category')}
              value={rate.category}
              onChange={(category) => change({ category })}
              maxLength={40}
            />
            <Times value={rate.perMille} onChange={(perMille) => change({ perMille })} />
          </>
        )}
      </Rows>
      <Rows
        rows={earn.counterRates}
        onChange={(counterRates) => set({ counterRates })}
        add={text('rates.counter.add')}
        make={() => ({ counterId: '', perMille: 2000 })}
      >
        {(rate, change) => (
          <>
            <RequiredSelect
              label={text('rates.counter')}
              value={rate.counterId || undefined}
              options={options}
              onChange={(counterId) => change({ counterId })}
            />
            <Times value={rate.perMille} onChange={(perMille) => change({ perMille })} />
          </>
        )}
      </Rows>
    </FormPart>
  )
}
