import { useState, type ComponentProps } from 'react'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useMissing, useTried } from './office-form.tsx'
import { useText } from './texts.ts'

type TextProps = ComponentProps<typeof TextField> & {
  /** What is not yet right; said once the form was sent, because half a number is no mistake. */
  wrongWhenSent?: string | undefined
}

export const isWritten = (text: string) => text.trim() !== ''

/** A text that must be there before the form is sent. */
export function RequiredText({ error, wrongWhenSent, ...field }: TextProps) {
  const tried = useTried()
  const missing = useMissing(!isWritten(field.value))
  return <TextField {...field} error={error ?? missing ?? (tried ? wrongWhenSent : undefined)} isRequired />
}

interface NumberFieldProps {
  label: string
  help?: string
  value: number | undefined
  min: number
  max: number
  onChange: (value: number | undefined) => void
}

/** A whole number; while what is typed is none, or out of its range, the value is undefined and the field says why. */
export function NumberField({ label, help, value, min, max, onChange }: NumberFieldProps) {
  const text = useText()
  const [typed, setTyped] = useState(value === undefined ? '' : String(value))
  const missing = useMissing(value === undefined)
  const isWrong = typed !== '' && value === undefined
  return (
    <TextField
      label={label}
      {...(help ? { help } : {})}
      value={typed}
      inputMode="numeric"
      maxLength={9}
      isRequired
      error={isWrong ? text('form.range', { min, max }) : missing}
      onChange={(next) => {
        setTyped(next)
        onChange(wholeNumber(next, { min, max }))
      }}
    />
  )
}

function wholeNumber(typed: string, { min, max }: { min: number; max: number }): number | undefined {
  if (!/^\d{1,9}$/.test(typed.trim())) return undefined
  const number = Number(typed)
  return number >= min && number <= max ? number : undefined
}

/** One of many that must be chosen before the form is sent. */
export function RequiredSelect<Value extends string>(
  props: Omit<ComponentProps<typeof Select<Value>>, 'error'>,
) {
  return <Select {...props} error={useMissing(props.value === undefined)} />
}
