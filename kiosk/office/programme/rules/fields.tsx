import { useState, type ReactNode } from 'react'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { RequiredText } from '../../fields.tsx'
import { useMissing } from '../../office-form.tsx'
import { unitsOf } from './gaps.ts'
import { useText } from './texts.ts'

interface UnitsProps {
  label: string
  help?: string
  /** how many units make one as people write it: 100 for fen, 10 for per mille */
  scale?: number
  min?: number
  max?: number
}

/** A number; while what is typed is none, or out of its range, the value is NaN and the field says why. */
export function Units({
  value,
  onChange,
  ...props
}: UnitsProps & { value: number; onChange: (value: number) => void }) {
  return <UnitsField {...props} value={value} onChange={(next) => onChange(next ?? NaN)} isRequired />
}

/** A number or nothing at all. */
export const OptionalUnits = (
  props: UnitsProps & { value: number | null; onChange: (value: number | null) => void },
) => <UnitsField {...props} />

const MOST = 1_000_000_000

function UnitsField({
  label,
  help,
  value,
  onChange,
  scale = 1,
  min = 0,
  max = MOST,
  isRequired = false,
}: UnitsProps & {
  value: number | null
  onChange: (value: number | null) => void
  isRequired?: boolean
}) {
  const text = useText()
  const read = (typed: string) =>
    typed.trim() === '' && !isRequired ? null : unitsOf(typed, { scale, min, max })
  const written = value === null || Number.isNaN(value) ? '' : String(value / scale)
  const [typed, setTyped] = useState(written)
  // Rows move up when one above is removed: what was typed is kept only where it means this value.
  const shown = Object.is(read(typed), value) ? typed : written
  const missing = useMissing(isRequired && shown === '')
  const isWrong = shown !== '' && Number.isNaN(value)
  return (
    <TextField
      label={label}
      {...(help ? { help } : {})}
      value={shown}
      inputMode={scale === 1 ? 'numeric' : 'decimal'}
      maxLength={12}
      isRequired={isRequired}
      error={isWrong ? text('number.wrong', { min: min / scale, max: max / scale }) : missing}
      onChange={(next) => {
        setTyped(next)
        onChange(read(next))
      }}
    />
  )
}

interface Named {
  nameZh: string
  nameEn: string
}

export function NameFields({ of, onChange }: { of: Named; onChange: (names: Named) => void }) {
  const text = useText()
  const { nameZh, nameEn } = of
  return (
    <>
      <RequiredText
        label={text('name-zh')}
        value={nameZh}
        onChange={(next) => onChange({ nameZh: next, nameEn })}
        maxLength={40}
      />
      <RequiredText
        label={text('name-en')}
        value={nameEn}
        onChange={(next) => onChange({ nameZh, nameEn: next })}
        maxLength={40}
      />
    </>
  )
}

export function CodeField({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const text = useText()
  const isWrong = value !== '' && !/^[a-z][a-z0-9-]*$/.test(value)
  return (
    <RequiredText
      label={text('code')}
      help={text('code.help')}
      value={value}
      onChange={onChange}
      maxLength={40}
      error={isWrong ? text('code.wrong') : undefined}
    />
  )
}

interface Period {
  from: string | null
  until: string | null
}

export function PeriodFields({ of, onChange }: { of: Period; onChange: (period: Period) => void }) {
  const text = useText()
  return (
    <>
      <TextField
        label={text('from')}
        help={text('period.help')}
        type="date"
        value={of.from ?? ''}
        onChange={(from) => onChange({ from: from || null, until: of.until })}
      />
      <TextField
        label={text('until')}
        type="date"
        value={of.until ?? ''}
        onChange={(until) => onChange({ from: of.from, until: until || null })}
      />
    </>
  )
}

interface RowsProps<Row> {
  rows: readonly Row[]
  onChange: (rows: Row[]) => void
  add: string
  make: () => Row
  /** Called with the row, a setter of parts of it, and its place. */
  children: (row: Row, set: (part: Partial<Row>) => void, index: number) => ReactNode
  /** How many from the first on stay. */
  keep?: number
}

/** As many of a kind as people add. */
export function Rows<Row extends object>({ rows, onChange, add, make, children, keep = 0 }: RowsProps<Row>) {
  const text = useText()
  return (
    <>
      {rows.map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own while they are written
        <div className="form-row" key={index}>
          {children(row, (part) => onChange(rows.with(index, { ...row, ...part })), index)}
          {index < keep ? null : (
            <Button kind="quiet" icon="close" onPress={() => onChange(rows.toSpliced(index, 1))}>
              {text('remove')}
            </Button>
          )}
        </div>
      ))}
      <p>
        <Button icon="plus" onPress={() => onChange([...rows, make()])}>
          {add}
        </Button>
      </p>
    </>
  )
}

export function Times({ value, onChange }: { value: number; onChange: (perMille: number) => void }) {
  const text = useText()
  return <Units label={text('rates.times')} scale={1000} max={10_000} value={value} onChange={onChange} />
}
