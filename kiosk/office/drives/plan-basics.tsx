import { getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { dayAfter } from '../shop-day.ts'
import type { PartProps, Plan } from './plan.ts'
import { useText } from './texts.ts'

export function BasicsPart({ plan, change }: PartProps) {
  const text = useText()
  const programmes = useRead(getProgrammes).data?.programmes ?? []
  return (
    <FormPart title={text('new.basics')}>
      <div className="form-grid">
        <RequiredText
          label={text('new.name')}
          value={plan.name}
          onChange={(name) => change({ name })}
          maxLength={60}
        />
        <NumberField
          label={text('new.target')}
          value={plan.target}
          min={1}
          max={1_000_000}
          onChange={(target) => change({ target })}
        />
        <RequiredSelect
          label={text('new.programme')}
          value={plan.programmeId}
          onChange={(programmeId) => change({ programmeId })}
          options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
    </FormPart>
  )
}

export function DaysPart({ plan: { days }, change }: PartProps<Pick<Plan, 'days'>>) {
  const text = useText()
  const { day: inWords } = useFormats()
  const set = (index: number, part: Partial<(typeof days)[number]>) =>
    change({ days: days.map((day, at) => (at === index ? { ...day, ...part } : day)) })
  const last = days.at(-1)
  return (
    <FormPart title={text('new.days')}>
      {days.map(({ day, opensAt, closesAt }, index) => (
        // Days have no name of their own: their place in the list is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="form-row" key={index}>
          <TextField
            label={text('new.day')}
            type="date"
            value={day}
            onChange={(value) => set(index, { day: value })}
            {...(day ? { help: inWords(day) } : {})}
          />
          <TextField
            label={text('new.opens')}
            type="time"
            value={opensAt}
            onChange={(value) => set(index, { opensAt: value })}
          />
          <TextField
            label={text('new.closes')}
            type="time"
            value={closesAt}
            onChange={(value) => set(index, { closesAt: value })}
          />
          {days.length > 1 ? (
            <Button
              kind="quiet"
              icon="close"
              onPress={() => change({ days: days.filter((_, at) => at !== index) })}
            >
              {text('new.remove-day', { day: day ? inWords(day) : '' })}
            </Button>
          ) : null}
        </div>
      ))}
      {last?.day ? (
        <p>
          <Button
            icon="plus"
            onPress={() => change({ days: [...days, { ...last, day: dayAfter(last.day) }] })}
          >
            {text('new.add-day')}
          </Button>
        </p>
      ) : null}
    </FormPart>
  )
}
