import { useEffectEvent, useLayoutEffect } from 'react'
import { Button } from 'react-aria-components/Button'
import { Icon } from './icon.tsx'
import { useUiText } from './texts.ts'
import './number-pad.css'

interface NumberPadProps {
  value: string
  maxLength: number
  onChange: (value: string) => void
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Number keys for a touch screen; a real keyboard's digits and Backspace work as well. One at a time on a page. */
export function NumberPad({ value, maxLength, onChange }: NumberPadProps) {
  const text = useUiText()
  const add = (digit: string) => {
    if (value.length < maxLength) onChange(value + digit)
  }
  const remove = () => onChange(value.slice(0, -1))
  const onKey = useEffectEvent(({ key }: KeyboardEvent) => {
    if (/^\d$/.test(key)) add(key)
    if (key === 'Backspace') remove()
  })
  // Before the pad is seen: whoever types at once loses no digit.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  return (
    <fieldset className="number-pad" aria-label={text('pad.label')}>
      {digits.map((digit) => (
        <Button key={digit} onPress={() => add(digit)}>
          {digit}
        </Button>
      ))}
      <Button onPress={() => onChange('')}>{text('pad.clear')}</Button>
      <Button onPress={() => add('0')}>0</Button>
      <Button onPress={remove}>
        <Icon name="delete" />
        <span className="unseen">{text('pad.delete')}</span>
      </Button>
    </fieldset>
  )
}
