import { useText } from '../texts.ts'
import { BoundText } from './bound-text.tsx'
import type { Of } from './content-props.ts'
import { FaceAndSize } from './face-and-size.tsx'
import { MmField, NumberField } from './fields.tsx'
import { PaintField } from './paint-field.tsx'
import { RainbowColours } from './rainbow-colours.tsx'
import { StrokeField } from './stroke-field.tsx'

export function GuillochePanel({ element, box, onChange }: Of<'guilloche'>) {
  const text = useText()
  const { guilloche } = element
  const set = (part: object) => onChange({ guilloche: { ...guilloche, ...part } })
  return (
    <>
      <div className="field-pair">
        {guilloche.kind === 'rosette' ? (
          <>
            <MmField
              label={text('field.inner')}
              um={guilloche.innerUm}
              minUm={1}
              onChange={(innerUm) => set({ innerUm })}
            />
            <MmField
              label={text('field.outer')}
              um={guilloche.outerUm}
              minUm={1}
              onChange={(outerUm) => set({ outerUm })}
            />
            <NumberField
              label={text('field.petals')}
              value={guilloche.petals}
              min={3}
              max={120}
              onChange={(petals) => set({ petals })}
            />
          </>
        ) : (
          <>
            <NumberField
              label={text('field.waves')}
              value={guilloche.waves}
              min={1}
              max={60}
              onChange={(waves) => set({ waves })}
            />
            <NumberField
              label={text('field.beats')}
              value={guilloche.beats}
              min={0}
              max={30}
              onChange={(beats) => set({ beats })}
            />
          </>
        )}
        <NumberField
          label={text('field.lines')}
          value={guilloche.lines}
          min={1}
          max={120}
          onChange={(lines) => set({ lines })}
        />
      </div>
      <StrokeField value={element.stroke} box={box} onChange={(stroke) => onChange({ stroke })} />
    </>
  )
}

export function MicrotextPanel({ element, box, onChange }: Of<'microtext'>) {
  const text = useText()
  return (
    <>
      <BoundText
        label={text('field.text')}
        value={element.text}
        onChange={(words) => onChange({ text: words })}
      />
      <FaceAndSize element={element} minUm={100} maxUm={3_000} onChange={onChange} />
      <PaintField
        label={text('field.colour')}
        value={element.paint}
        box={box}
        onChange={(paint) => onChange({ paint })}
      />
    </>
  )
}

export function RainbowPanel({ element, onChange }: Of<'rainbow'>) {
  const text = useText()
  return (
    <>
      <div className="field-pair">
        <NumberField
          label={text('field.lines')}
          value={element.lines}
          min={1}
          max={60}
          onChange={(lines) => onChange({ lines })}
        />
        <NumberField
          label={text('field.waves')}
          value={element.waves}
          min={0}
          max={60}
          onChange={(waves) => onChange({ waves })}
        />
        <MmField
          label={text('field.stroke-width')}
          um={element.widthUm}
          minUm={1}
          onChange={(widthUm) => onChange({ widthUm })}
        />
      </div>
      <RainbowColours colours={element.colours} onChange={(colours) => onChange({ colours })} />
    </>
  )
}
