import { Checkbox } from '../../../ui/choice.tsx'
import { FormPart } from '../../form-part.tsx'
import { CodeField, NameFields, OptionalUnits, Rows, Units } from './fields.tsx'
import { ofEarn, type PartProps } from './part.ts'
import { useText } from './texts.ts'

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
