import type { Level, LevelWay, Standing } from '../../../api/programmes.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormPart } from '../../form-part.tsx'
import { CodeField, NameFields, OptionalUnits, Rows, Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

const NOTHING: Standing = { spendFen: 0, purchases: 0, activeMonths: 0, maxComplaints: null }

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

const WAYS = ['joining', 'spend', 'single-purchase', 'merit', 'invitation'] as const

function wayOf(kind: LevelWay['kind']): LevelWay {
  switch (kind) {
    case 'joining':
    case 'invitation':
      return { kind }
    case 'spend':
      return { kind, fen: NaN, months: null }
    case 'single-purchase':
      return { kind, fen: NaN }
    case 'merit':
      return { kind, months: 12, ...NOTHING }
  }
}

function WayFields({ way, onChange }: { way: LevelWay; onChange: (way: LevelWay) => void }) {
  const text = useText()
  return (
    <>
      <Select
        label={text('way.kind')}
        value={way.kind}
        options={WAYS.map((value) => ({ value, label: text(`way.${value}`) }))}
        onChange={(kind) => onChange(wayOf(kind))}
      />
      {way.kind === 'spend' || way.kind === 'single-purchase' ? (
        <Units
          label={text('way.fen')}
          scale={100}
          min={1}
          value={way.fen}
          onChange={(fen) => onChange({ ...way, fen })}
        />
      ) : null}
      {way.kind === 'spend' ? (
        <OptionalUnits
          label={text('way.months')}
          help={text('way.months.help')}
          min={1}
          max={120}
          value={way.months}
          onChange={(months) => onChange({ ...way, months })}
        />
      ) : null}
      {way.kind === 'merit' ? (
        <>
          <Units
            label={text('way.months')}
            min={1}
            max={120}
            value={way.months}
            onChange={(months) => onChange({ ...way, months })}
          />
          <StandingFields of={way} onChange={(standing) => onChange({ ...way, ...standing })} />
        </>
      ) : null}
    </>
  )
}

function StandingFields({ of, onChange }: { of: Standing; onChange: (standing: Standing) => void }) {
  const text = useText()
  const { spendFen, purchases, activeMonths, maxComplaints } = of
  const now = { spendFen, purchases, activeMonths, maxComplaints }
  return (
    <>
      <Units
        label={text('standing.spend')}
        scale={100}
        value={spendFen}
        onChange={(next) => onChange({ ...now, spendFen: next })}
      />
      <Units
        label={text('standing.purchases')}
        max={10_000}
        value={purchases}
        onChange={(next) => onChange({ ...now, purchases: next })}
      />
      <Units
        label={text('standing.months')}
        max={120}
        value={activeMonths}
        onChange={(next) => onChange({ ...now, activeMonths: next })}
      />
      <OptionalUnits
        label={text('standing.complaints')}
        help={text('period.help')}
        max={10_000}
        value={maxComplaints}
        onChange={(next) => onChange({ ...now, maxComplaints: next })}
      />
    </>
  )
}

export function ReviewPart({ rules: { review }, change }: PartProps) {
  const text = useText()
  const begun = { months: 12, graceDays: 60, downgrade: 'one-step' as const }
  return (
    <FormPart title={text('review.title')}>
      <Checkbox isSelected={review !== null} onChange={(is) => change({ review: is ? begun : null })}>
        {text('review.on')}
      </Checkbox>
      {review ? (
        <div className="form-row">
          <Units
            label={text('review.months')}
            min={1}
            max={120}
            value={review.months}
            onChange={(months) => change({ review: { ...review, months } })}
          />
          <Units
            label={text('review.grace')}
            max={366}
            value={review.graceDays}
            onChange={(graceDays) => change({ review: { ...review, graceDays } })}
          />
          <Select
            label={text('review.downgrade')}
            value={review.downgrade}
            options={(['one-step', 'by-balance'] as const).map((value) => ({
              value,
              label: text(`review.${value}`),
            }))}
            onChange={(downgrade) => change({ review: { ...review, downgrade } })}
          />
        </div>
      ) : null}
    </FormPart>
  )
}
