import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components/Select'
import { Icon } from './icon.tsx'
import './field.css'

interface SelectProps<Value extends string> {
  label: string
  value: Value | undefined
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** One of many; for the office only, where the weight of a collection does not matter. */
export const Select = <Value extends string>({ label, value, options, onChange }: SelectProps<Value>) => (
  <AriaSelect className="field" value={value ?? null} onChange={(chosen) => onChange(chosen as Value)}>
    <Label>{label}</Label>
    <Button className="field-trigger">
      <SelectValue />
      <Icon name="arrow" />
    </Button>
    <Popover>
      <ListBox className="options">
        {options.map((option) => (
          <ListBoxItem key={option.value} id={option.value} className="option">
            {option.label}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </AriaSelect>
)
