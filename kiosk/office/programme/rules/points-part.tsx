import { getCounters, type DayRule, type Rules } from '../../../api/programmes.ts'
import { useRead } from '../../../api/reading.ts'
import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { RequiredSelect, RequiredText } from '../../fields.tsx'
import { FormPart } from '../../form-part.tsx'
import { CodeField, NameFields, OptionalUnits, Rows, Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

type Earn = Rules['earn']

const ofEarn =
  ({ rules: { earn }, change }: PartProps) =>
  (part: Partial<Earn>) =>
    change({ earn: { ...earn, ...part } })

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

function Times({ value, onChange }: { value: number; onChange: (perMille: number) => void }) {
  const text = useText()
  return <Units label={text('rates.times')} scale={1000} max={10_000} value={value} onChange={onChange} />
}

const WHEN = ['dates', 'weekday', 'day-of-month'] as const

function whenOf(kind: DayRule['when']['kind']): DayRule['when'] {
  switch (kind) {
    case 'dates':
      return { kind, from: '', until: '' }
    case 'weekday':
      return { kind, weekday: 5 }
    case 'day-of-month':
      return { kind, day: 8 }
  }
}

export function DaysPart(props: PartProps) {
  const text = useText()
  const set = ofEarn(props)
  return (
    <FormPart title={text('days.title')} help={text('days.help')}>
      <Rows
        rows={props.rules.earn.days}
        onChange={(days) => set({ days })}
        add={text('days.add')}
        make={(): DayRule => ({ nameZh: '', nameEn: '', when: whenOf('weekday'), perMille: 2000 })}
      >
        {(day, change) => (
          <>
            <NameFields of={day} onChange={change} />
            <Times value={day.perMille} onChange={(perMille) => change({ perMille })} />
            <Select
              label={text('days.when')}
              value={day.when.kind}
              options={WHEN.map((value) => ({ value, label: text(`days.${value}`) }))}
              onChange={(kind) => change({ when: whenOf(kind) })}
            />
            <WhenFields when={day.when} onChange={(when) => change({ when })} />
          </>
        )}
      </Rows>
    </FormPart>
  )
}

function WhenFields({
  when,
  onChange,
}: {
  when: DayRule['when']
  onChange: (when: DayRule['when']) => void
}) {
  const text = useText()
  switch (when.kind) {
    case 'dates':
      return (
        <>
          <TextField
            label={text('from')}
            type="date"
            value={when.from}
            onChange={(from) => onChange({ ...when, from })}
          />
          <TextField
            label={text('until')}
            type="date"
            value={when.until}
            onChange={(until) => onChange({ ...when, until })}
          />
        </>
      )
    case 'weekday':
      return (
        <Units
          label={text('days.weekday.number')}
          min={1}
          max={7}
          value={when.weekday}
          onChange={(weekday) => onChange({ ...when, weekday })}
        />
      )
    case 'day-of-month':
      return (
        <Units
          label={text('days.month-day')}
          min={1}
          max={31}
          value={when.day}
          onChange={(day) => onChange({ ...when, day })}
        />
      )
  }
}

export function BesidePart(props: PartProps) {
  const text = useText()
  const { rules, change } = props
  const { earn } = rules
  const { referral, sharing } = earn
  const set = ofEarn(props)
  return (
    <FormPart title={text('beside.title')}>
      <div className="form-row">
        <Units
          label={text('beside.welcome')}
          value={rules.welcomePoints}
          onChange={(welcomePoints) => change({ welcomePoints })}
        />
        <Units
          label={text('beside.birthday')}
          value={earn.birthdayPoints}
          onChange={(birthdayPoints) => set({ birthdayPoints })}
        />
      </div>
      <Rows
        rows={earn.activities}
        onChange={(activities) => set({ activities })}
        add={text('beside.activity.add')}
        make={() => ({ code: '', nameZh: '', nameEn: '', points: NaN })}
      >
        {(activity, part) => (
          <>
            <NameFields of={activity} onChange={part} />
            <CodeField value={activity.code} onChange={(code) => part({ code })} />
            <Units
              label={text('beside.points')}
              value={activity.points}
              onChange={(points) => part({ points })}
            />
          </>
        )}
      </Rows>
      <Checkbox
        isSelected={referral !== null}
        onChange={(is) =>
          set({ referral: is ? { points: NaN, friendPoints: 0, fromFen: NaN, perYear: null } : null })
        }
      >
        {text('referral.on')}
      </Checkbox>
      {referral ? (
        <div className="form-row">
          <Units
            label={text('referral.points')}
            value={referral.points}
            onChange={(points) => set({ referral: { ...referral, points } })}
          />
          <Units
            label={text('referral.friend')}
            value={referral.friendPoints}
            onChange={(friendPoints) => set({ referral: { ...referral, friendPoints } })}
          />
          <Units
            label={text('referral.from')}
            scale={100}
            min={1}
            value={referral.fromFen}
            onChange={(fromFen) => set({ referral: { ...referral, fromFen } })}
          />
          <OptionalUnits
            label={text('referral.per-year')}
            help={text('empty.means-none')}
            min={1}
            value={referral.perYear}
            onChange={(perYear) => set({ referral: { ...referral, perYear } })}
          />
        </div>
      ) : null}
      <Checkbox
        isSelected={sharing !== null}
        onChange={(is) =>
          set({ sharing: is ? { interactions: 10, points: NaN, perShare: null, perMonth: null } : null })
        }
      >
        {text('sharing.on')}
      </Checkbox>
      {sharing ? (
        <div className="form-row">
          <Units
            label={text('sharing.interactions')}
            min={1}
            max={1_000_000}
            value={sharing.interactions}
            onChange={(interactions) => set({ sharing: { ...sharing, interactions } })}
          />
          <Units
            label={text('sharing.points')}
            value={sharing.points}
            onChange={(points) => set({ sharing: { ...sharing, points } })}
          />
          <OptionalUnits
            label={text('sharing.per-share')}
            help={text('empty.means-none')}
            min={1}
            value={sharing.perShare}
            onChange={(perShare) => set({ sharing: { ...sharing, perShare } })}
          />
          <OptionalUnits
            label={text('sharing.per-month')}
            help={text('empty.means-none')}
            min={1}
            value={sharing.perMonth}
            onChange={(perMonth) => set({ sharing: { ...sharing, perMonth } })}
          />
        </div>
      ) : null}
    </FormPart>
  )
}

const EXPIRY: Record<Rules['expiry']['kind'], Rules['expiry']> = {
  never: { kind: 'never' },
  'calendar-year': { kind: 'calendar-year', years: 1 },
  rolling: { kind: 'rolling', months: 24 },
}

export function LifePart({ rules, change }: PartProps) {
  const text = useText()
  const { expiry, redemption } = rules
  const redeem = (part: Partial<Rules['redemption']>) => change({ redemption: { ...redemption, ...part } })
  return (
    <FormPart title={text('life.title')}>
      <div className="form-row">
        <Units
          label={text('life.pending')}
          help={text('life.pending.help')}
          max={366}
          value={rules.pendingDays}
          onChange={(pendingDays) => change({ pendingDays })}
        />
        <Select
          label={text('life.expiry')}
          value={expiry.kind}
          options={(['never', 'calendar-year', 'rolling'] as const).map((value) => ({
            value,
            label: text(`life.${value}`),
          }))}
          onChange={(kind) => change({ expiry: EXPIRY[kind] })}
        />
        {expiry.kind === 'calendar-year' ? (
          <Units
            label={text('life.years')}
            max={10}
            value={expiry.years}
            onChange={(years) => change({ expiry: { ...expiry, years } })}
          />
        ) : null}
        {expiry.kind === 'rolling' ? (
          <Units
            label={text('life.months')}
            min={1}
            max={120}
            value={expiry.months}
            onChange={(months) => change({ expiry: { ...expiry, months } })}
          />
        ) : null}
      </div>
      <div className="form-row">
        <Units
          label={text('redeem.from')}
          value={redemption.fromPoints}
          onChange={(fromPoints) => redeem({ fromPoints })}
        />
        <Units
          label={text('redeem.step')}
          min={1}
          max={1_000_000}
          value={redemption.stepPoints}
          onChange={(stepPoints) => redeem({ stepPoints })}
        />
        <OptionalUnits
          label={text('redeem.per-day')}
          help={text('empty.means-none')}
          min={1}
          value={redemption.perDay}
          onChange={(perDay) => redeem({ perDay })}
        />
        <Units
          label={text('redeem.hold')}
          min={1}
          max={10_080}
          value={rules.holdMinutes}
          onChange={(holdMinutes) => change({ holdMinutes })}
        />
      </div>
    </FormPart>
  )
}
