import type { Level, LevelWay } from '../../../api/programmes.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormPart } from '../../form-part.tsx'
import { CodeField, NameFields, OptionalUnits, Rows, Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { NOTHING, StandingFields } from './standing-fields.tsx'
import { useText } from './texts.ts'
import { WayFields } from './way-fields.tsx'

const newLevel = (): Level => ({
  code: '',
  nameZh: '',
  nameEn: '',
  ratePerMille: NaN,
  ways: [{ kind: 'spend', fen: NaN, months: null }],
  keep: null,
  benefits: [],
})

export function LevelsPart({ rules, change, known }: PartProps & { known: ReadonlySet<string> }) {
  const text = useText()
  const { levels } = rules
  return (
    <FormPart title={text('levels.title')} help={text('levels.help')}>
      {levels.map((level, index) => (
        <LevelFields
          // oxlint-disable-next-line react/no-array-index-key -- a level has no name of its own while it is written
          key={index}
          level={level}
          isKnown={known.has(level.code)}
          onChange={(part) => change({ levels: levels.with(index, { ...level, ...part }) })}
          onRemove={index === 0 ? undefined : () => change({ levels: levels.toSpliced(index, 1) })}
        />
      ))}
      <p>
        <Button icon="plus" onPress={() => change({ levels: [...levels, newLevel()] })}>
          {text('level.add')}
        </Button>
      </p>
      <div className="form-row">
        <Units
          label={text('join.from')}
          help={text('join.from.help')}
          scale={100}
          value={rules.joinFromFen}
          onChange={(joinFromFen) => change({ joinFromFen })}
        />
      </div>
    </FormPart>
  )
}

interface LevelFieldsProps {
  level: Level
  /** it is in force: its code stays */
  isKnown: boolean
  onChange: (part: Partial<Level>) => void
  onRemove: (() => void) | undefined
}

function LevelFields({ level, isKnown, onChange, onRemove }: LevelFieldsProps) {
  const text = useText()
  const { ways, keep, benefits } = level
  return (
    <div className="rule-block">
      <div className="form-row">
        <NameFields of={level} onChange={onChange} />
        {isKnown ? null : <CodeField value={level.code} onChange={(code) => onChange({ code })} />}
        <Units
          label={text('level.rate')}
          scale={10}
          min={1}
          max={1000}
          value={level.ratePerMille}
          onChange={(ratePerMille) => onChange({ ratePerMille })}
        />
        {onRemove ? (
          <Button kind="quiet" icon="close" onPress={onRemove}>
            {text('remove')}
          </Button>
        ) : null}
      </div>
      <p className="block-title">{text('level.ways')}</p>
      <Rows
        rows={ways}
        onChange={(next) => onChange({ ways: next })}
        add={text('way.add')}
        make={(): LevelWay => ({ kind: 'invitation' })}
        keep={1}
      >
        {(way, _, index) => (
          <WayFields way={way} onChange={(next) => onChange({ ways: ways.with(index, next) })} />
        )}
      </Rows>
      <Checkbox isSelected={keep !== null} onChange={(asks) => onChange({ keep: asks ? NOTHING : null })}>
        {text('level.keep')}
      </Checkbox>
      {keep ? (
        <div className="form-row">
          <StandingFields of={keep} onChange={(next) => onChange({ keep: next })} />
        </div>
      ) : null}
      <p className="block-title">{text('benefits.title')}</p>
      <Rows
        rows={benefits}
        onChange={(next) => onChange({ benefits: next })}
        add={text('add')}
        make={(): Level['benefits'][number] => ({ kind: 'other', nameZh: '', nameEn: '', perYear: null })}
      >
        {(benefit, set) => (
          <>
            <Select
              label={text('benefit.kind')}
              value={benefit.kind}
              options={BENEFITS.map((value) => ({ value, label: text(`benefit.${value}`) }))}
              onChange={(kind) => set({ kind })}
            />
            <NameFields of={benefit} onChange={set} />
            <OptionalUnits
              label={text('benefit.per-year')}
              help={text('benefit.per-year.help')}
              min={1}
              max={366}
              value={benefit.perYear}
              onChange={(perYear) => set({ perYear })}
            />
          </>
        )}
      </Rows>
    </div>
  )
}

const BENEFITS = [
  'free-delivery',
  'exclusive-gift',
  'first-try',
  'own-service-person',
  'members-day',
  'other',
] as const
