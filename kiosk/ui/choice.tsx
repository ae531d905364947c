import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { Label, Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Icon } from './icon.tsx'
import './field.css'

interface ChoiceProps<Value extends string> {
  label: string
  value: Value | undefined
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup className="field" value={value ?? null} onChange={(chosen) => onChange(chosen as Value)}>
      <Label>{label}</Label>
      <span className="choices">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice">
            <span className="mark round">
              <Icon name="check" />
            </span>
            {option.label}
          </Radio>
        ))}
      </span>
    </RadioGroup>
  )
}

/** A statement that a person agrees to. */
export const Checkbox = ({
  isSelected,
  onChange,
  children,
}: {
  isSelected: boolean
  onChange: (isSelected: boolean) => void
  children: ReactNode
}) => (
  <AriaCheckbox className="choice bare" isSelected={isSelected} onChange={onChange}>
    <span className="mark">
      <Icon name="check" />
    </span>
    <span>{children}</span>
  </AriaCheckbox>
)
