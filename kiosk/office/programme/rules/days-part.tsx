import type { DayRule } from '../../../api/programmes.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FormPart } from '../../form-part.tsx'
import { NameFields, Rows, Times, Units } from './fields.tsx'
import { ofEarn, type PartProps } from './part.ts'
import { useText } from './texts.ts'

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
