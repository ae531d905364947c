import { Button as AriaButton } from 'react-aria-components/Button'
import { FieldError, Input, Label, TextField as AriaTextField } from 'react-aria-components/TextField'
import { useText } from '../texts.ts'
import '../../ui/field.css'

interface CounterProps {
  name: string
  /** digits, or empty while nothing was counted */
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

const most = 1_000_000

/** One thing on the table: typed on a keyboard, or stepped with the finger while counting. */
export function Counter({ name, value, error, onChange }: CounterProps) {
  const text = useText()
  const step = (by: number) => onChange(String(Math.min(most, Math.max(0, Number(value) + by))))
  return (
    <AriaTextField
      className="field counter"
      value={value}
      onChange={(typed) => onChange(typed.replaceAll(/\D/g, '').slice(0, 6))}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="off"
    >
      <Label>
        {name} <span className="soft">{text('count.pieces')}</span>
      </Label>
      <span className="counter-row">
        <AriaButton
          className="counter-step"
          aria-label={`${name}: ${text('count.less')}`}
          onPress={() => step(-1)}
        >
          −
        </AriaButton>
        <Input inputMode="numeric" className="figures" />
        <AriaButton
          className="counter-step"
          aria-label={`${name}: ${text('count.more')}`}
          onPress={() => step(1)}
        >
          +
        </AriaButton>
      </span>
      <FieldError>{error}</FieldError>
    </AriaTextField>
  )
}
