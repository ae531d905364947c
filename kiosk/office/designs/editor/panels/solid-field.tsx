import { useState } from 'react'
import { Input, Label, TextField as AriaTextField } from 'react-aria-components/TextField'
import { hexOf } from '../../../../../card-designs/engine/colour.ts'
import type { Solid } from '../../../../../card-designs/engine/design.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { inksOf, isPrintable, type Inks } from '../model/press-gamut.ts'
import { useText } from '../texts.ts'
import { NumberField } from './fields.tsx'

/** One colour: picked, written as `#RRGGBB`, or mixed from four inks; says when a press cannot print it. */
export function SolidField({ value, onChange }: { value: Solid; onChange: (solid: Solid) => void }) {
  const text = useText()
  const hex = hexOf(value).toUpperCase()
  const inks = inksOf(value)
  const set = (ink: keyof Inks, percent: number) => onChange({ kind: 'cmyk', ...inks, [ink]: percent })
  return (
    <div className="solid">
      <span className="solid-row">
        <input
          type="color"
          aria-label={text('paint.pick')}
          value={hex.toLowerCase()}
          onChange={({ target }) => {
            const picked = target.value.toUpperCase()
            onChange(typeof value === 'string' ? picked : { kind: 'cmyk', ...inksOf(picked) })
          }}
        />
        {typeof value === 'string' ? (
          <HexField value={hex} onChange={onChange} />
        ) : (
          <span className="ink-row">
            {(['c', 'm', 'y', 'k'] as const).map((ink) => (
              <NumberField
                key={ink}
                label={ink.toUpperCase()}
                value={inks[ink]}
                min={0}
                max={100}
                onChange={(percent) => set(ink, percent)}
              />
            ))}
          </span>
        )}
      </span>
      {typeof value === 'string' ? (
        <span className="ink-line figures">{text('paint.inks', inks)}</span>
      ) : null}
      {isPrintable(value) ? null : (
        <span className="gamut-warning">
          <Icon name="alert" />
          {text('paint.out-of-gamut')}
        </span>
      )}
    </div>
  )
}

const hexIn = (typed: string) => /^#?([0-9A-F]{6})$/i.exec(typed.trim())?.[1]?.toUpperCase()

/** Takes a colour over as soon as six digits are there; what is none when one leaves brings the old one back. */
function HexField({ value, onChange }: { value: string; onChange: (hex: string) => void }) {
  const text = useText()
  const [typed, setTyped] = useState<string>()
  return (
    <AriaTextField
      className="field"
      value={typed ?? value}
      autoComplete="off"
      maxLength={7}
      onChange={(next) => {
        setTyped(next)
        const hex = hexIn(next)
        if (hex !== undefined) onChange(`#${hex}`)
      }}
      onBlur={() => setTyped(undefined)}
    >
      <Label>{text('paint.hex')}</Label>
      <Input spellCheck={false} />
    </AriaTextField>
  )
}
