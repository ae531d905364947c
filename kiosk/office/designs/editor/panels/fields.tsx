import { useState, type KeyboardEvent } from 'react'
import { Input, Label, TextField as AriaTextField } from 'react-aria-components/TextField'

interface NumberProps {
  label: string
  value: number
  /** what an arrow key adds; ten times with Shift */
  step?: number
  min?: number
  max?: number
  /** how many places behind the point are shown */
  places?: number
  unit?: string
  onChange: (value: number) => void
}

/** A number that is taken over on Enter, by the arrow keys or on leaving; what is none brings the old one back. */
export function NumberField({
  label,
  value,
  step = 1,
  min = -1_000_000,
  max = 1_000_000,
  places = 0,
  unit,
  onChange,
}: NumberProps) {
  const [typed, setTyped] = useState<string>()
  const shown = String(Number(value.toFixed(places)))
  const take = (next: number) => {
    const bounded = Math.max(min, Math.min(max, Number(next.toFixed(places))))
    if (bounded !== Number(shown)) onChange(bounded)
  }
  const commit = () => {
    const next = Number((typed ?? '').replace(',', '.'))
    if (typed !== undefined && typed.trim() !== '' && Number.isFinite(next)) take(next)
    setTyped(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape') setTyped(undefined)
    const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (way === 0) return
    event.preventDefault()
    setTyped(undefined)
    take(value + way * step * (event.shiftKey ? 10 : 1))
  }
  return (
    <AriaTextField
      className="field"
      value={typed ?? shown}
      onChange={setTyped}
      onBlur={commit}
      autoComplete="off"
    >
      <Label>
        {label}
        {unit ? <span className="unit"> {unit}</span> : null}
      </Label>
      <Input inputMode="decimal" onKeyDown={onKeyDown} />
    </AriaTextField>
  )
}

/** Micrometres, written as millimetres. */
export const MmField = ({
  label,
  um,
  minUm = -200_000,
  maxUm = 200_000,
  onChange,
}: {
  label: string
  um: number
  minUm?: number
  maxUm?: number
  onChange: (um: number) => void
}) => (
  <NumberField
    label={label}
    unit="mm"
    value={um / 1_000}
    min={minUm / 1_000}
    max={maxUm / 1_000}
    step={0.1}
    places={3}
    onChange={(mm) => onChange(Math.round(mm * 1_000))}
  />
)
