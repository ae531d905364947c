import { inksOf } from '../model/press-gamut.ts'
import { hexOf } from '../../../../../card-designs/engine/colour.ts'
import type { Box, Gradient, Paint, Solid, Spot } from '../../../../../card-designs/engine/design.ts'
import { Select } from '../../../../ui/select.tsx'
import { useText } from '../texts.ts'
import { NumberField } from './fields.tsx'
import { GradientField } from './gradient-field.tsx'
import { SolidField } from './solid-field.tsx'

const kinds = ['none', 'rgb', 'cmyk', 'spot', 'linear', 'radial'] as const
type PaintKind = (typeof kinds)[number]
const inkNames = ['foil', 'uv', 'white', 'varnish'] as const

const kindOf = (paint: Paint | undefined): PaintKind => {
  if (paint === undefined) return 'none'
  return typeof paint === 'string' ? 'rgb' : paint.kind
}

interface PaintFieldProps {
  label: string
  value: Paint | undefined
  /** where a gradient runs when it is begun */
  box: Box
  isOptional?: boolean
  onChange: (paint: Paint | undefined) => void
}

/** What something is filled or drawn with: a colour of the screen, inks, a special ink or a gradient. */
export function PaintField({ label, value, box, isOptional = false, onChange }: PaintFieldProps) {
  const text = useText()
  const offered = kinds.filter((kind) => isOptional || kind !== 'none')
  return (
    <fieldset className="paint">
      <legend className="unseen">{label}</legend>
      <Select
        label={label}
        value={kindOf(value)}
        options={offered.map((kind) => ({ value: kind, label: text(`paint.${kind}`) }))}
        onChange={(kind) => onChange(asKind(value, kind, box))}
      />
      <PaintValue value={value} box={box} onChange={onChange} />
    </fieldset>
  )
}

function PaintValue({ value, box, onChange }: Pick<PaintFieldProps, 'value' | 'box' | 'onChange'>) {
  if (value === undefined) return null
  if (typeof value === 'string' || value.kind === 'cmyk')
    return <SolidField value={value} onChange={onChange} />
  if (value.kind === 'spot') return <SpotField value={value} onChange={onChange} />
  return <GradientField value={value} box={box} onChange={onChange} />
}

/** Goes over to another kind of paint, as near to the old look as may be. */
function asKind(
  value: Paint | undefined,
  kind: PaintKind,
  { xUm, yUm, widthUm, heightUm }: Box,
): Paint | undefined {
  const solid = solidOf(value)
  const stops: Gradient['stops'] =
    typeof value === 'object' && (value.kind === 'linear' || value.kind === 'radial')
      ? value.stops
      : [
          [0, solid],
          [1, '#FFFFFF'],
        ]
  switch (kind) {
    case 'none':
      return undefined
    case 'rgb':
      return hexOf(solid).toUpperCase()
    case 'cmyk':
      return { kind: 'cmyk', ...inksOf(solid) }
    case 'spot':
      return { kind: 'spot', ink: 'foil', tint: 100 }
    case 'linear':
      return { kind: 'linear', from: [xUm, yUm], to: [xUm + widthUm, yUm + heightUm], stops }
    case 'radial': {
      const radiusUm = Math.max(1, Math.round(Math.max(widthUm, heightUm) / 2))
      return {
        kind: 'radial',
        centre: [Math.round(xUm + widthUm / 2), Math.round(yUm + heightUm / 2)],
        radiusUm,
        stops,
      }
    }
  }
}

function solidOf(value: Paint | undefined): Solid {
  if (value === undefined) return '#1B1A17'
  if (typeof value === 'string' || value.kind === 'cmyk') return value
  return value.kind === 'spot' ? '#C9A24B' : (value.stops[0]?.[1] ?? '#1B1A17')
}

function SpotField({ value, onChange }: { value: Spot; onChange: (spot: Spot) => void }) {
  const text = useText()
  return (
    <div className="field-pair">
      <Select
        label={text('paint.ink')}
        value={value.ink}
        options={inkNames.map((ink) => ({ value: ink, label: text(`ink.${ink}`) }))}
        onChange={(ink) => onChange({ ...value, ink })}
      />
      <NumberField
        label={text('paint.tint')}
        unit="%"
        value={value.tint}
        min={0}
        max={100}
        step={5}
        onChange={(tint) => onChange({ ...value, tint })}
      />
    </div>
  )
}
