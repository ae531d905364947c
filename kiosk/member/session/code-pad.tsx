import { useEffect, useEffectEvent } from 'react'
import { NumberPad } from '../../ui/number-pad.tsx'
import { PinPad } from '../../ui/pin-pad.tsx'
import './code-pad.css'

/** Both a PIN and a code from the phone have six digits. */
const LENGTH = 6

interface CodePadProps {
  label: string
  value: string
  /** A PIN is not shown; a code that came to the phone is. */
  isSecret: boolean
  onChange: (value: string) => void
  /** The last digit was given: nothing more to press. */
  onFull: (value: string) => void
}

export function CodePad({ label, value, isSecret, onChange, onFull }: CodePadProps) {
  const full = useEffectEvent(onFull)
  useEffect(() => {
    if (value.length === LENGTH) full(value)
  }, [value])
  if (isSecret) return <PinPad label={label} length={LENGTH} value={value} onChange={onChange} />
  return (
    <fieldset className="pin-pad" aria-label={label}>
      <p className="pin-label" aria-hidden="true">
        {label}
      </p>
      <output className="code-digits figures">
        {Array.from({ length: LENGTH }, (_, index) => (
          <span key={index}>{value[index] ?? ''}</span>
        ))}
      </output>
      <NumberPad value={value} maxLength={LENGTH} onChange={onChange} />
    </fieldset>
  )
}
