import type { Rules } from '../../../api/programmes.ts'
import { Select } from '../../../ui/select.tsx'
import { FormPart } from '../../form-part.tsx'
import { OptionalUnits, Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

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
        {expiry.kind === 'never' ? null : (
          <Units
            label={text('life.remind')}
            help={text('life.remind.help')}
            max={366}
            value={rules.remindDays}
            onChange={(remindDays) => change({ remindDays })}
          />
        )}
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
