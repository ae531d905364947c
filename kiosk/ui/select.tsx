import {
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components/Select'
import { Icon } from './icon.tsx'
import { useUiText } from './texts.ts'
import './field.css'

interface SelectProps<Value extends string> {
  label: string
  value: Value | undefined
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  help?: string
  error?: string | undefined
}

/** One of many; for the office only, where the weight of a collection does not matter. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  help,
  error,
}: SelectProps<Value>) {
  const text = useUiText()
  return (
    <AriaSelect
      className="field"
      value={value ?? null}
      onChange={(chosen) => onChange(chosen as Value)}
      placeholder={text('select.choose')}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <Button className="field-trigger">
        <SelectValue />
        <Icon name="arrow" />
      </Button>
      {help ? <Text slot="description">{help}</Text> : null}
      <FieldError>{error}</FieldError>
      <Popover>
        <ListBox className="options">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} className="option" textValue={option.label}>
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
