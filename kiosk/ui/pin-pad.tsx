import { NumberPad } from './number-pad.tsx'
import { useUiText } from './texts.ts'
import './number-pad.css'

interface PinPadProps {
  label: string
  length: number
  value: string
  onChange: (value: string) => void
}

/** A secret number: only how many digits were given is shown or spoken. */
export function PinPad({ label, length, value, onChange }: PinPadProps) {
  const text = useUiText()
  return (
    <fieldset className="pin-pad" aria-label={label}>
      <p className="pin-label" aria-hidden="true">
        {label}
      </p>
      <p className="pin-dots" aria-hidden="true">
        {Array.from({ length }, (_, index) => (
          <span key={index} className={index < value.length ? 'given' : undefined} />
        ))}
      </p>
      <output className="unseen">{text('pad.entered', { count: value.length })}</output>
      <NumberPad value={value} maxLength={length} onChange={onChange} />
    </fieldset>
  )
}
