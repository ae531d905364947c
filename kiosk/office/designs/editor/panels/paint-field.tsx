import { Group } from 'react-aria-components/Group'
import { isPrintable, inksOf, type Inks } from '../model/press-gamut.ts'
import { hexOf } from '../../../../../card-designs/engine/colour.ts'
import type { Box, Gradient, Paint, Solid, Spot } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { Select } from '../../../../ui/select.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import { NumberField } from './fields.tsx'

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

function HexField({ value, onChange }: { value: string; onChange: (hex: string) => void }) {
  const text = useText()
  return (
    <TextField
      key={value}
      label={text('paint.hex')}
      value={value}
      maxLength={7}
      onChange={(typed) => {
        const hex = (typed.startsWith('#') ? typed : `#${typed}`).toUpperCase()
        if (/^#[0-9A-F]{6}$/.test(hex)) onChange(hex)
      }}
    />
  )
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

const MOST_STOPS = 32

function GradientField({
  value,
  box,
  onChange,
}: {
  value: Gradient
  box: Box
  onChange: (gradient: Gradient) => void
}) {
  const text = useText()
  const { stops } = value
  const setStop = (at: number, stop: Gradient['stops'][number]) =>
    onChange({ ...value, stops: stops.map((old, i) => (i === at ? stop : old)) })
  const addStop = () => {
    const [before, last] = [stops.at(-2), stops.at(-1)]
    if (!before || !last) return
    const middle = Math.round(((before[0] + last[0]) / 2) * 100) / 100
    onChange({ ...value, stops: [...stops.slice(0, -1), [middle, last[1]], last] })
  }
  return (
    <div className="gradient">
      {value.kind === 'linear' ? <Direction value={value} box={box} onChange={onChange} /> : null}
      {stops.map(([offset, colour], i) => (
        <Group className="gradient-stop" key={i} aria-label={text('paint.stop', { number: i + 1 })}>
          <NumberField
            label={text('paint.offset')}
            unit="%"
            value={offset * 100}
            min={0}
            max={100}
            onChange={(percent) => setStop(i, [percent / 100, colour])}
          />
          <SolidField value={colour} onChange={(next) => setStop(i, [offset, next])} />
          {stops.length > 2 ? (
            <Button
              kind="quiet"
              onPress={() => onChange({ ...value, stops: stops.filter((_, at) => at !== i) })}
            >
              {text('paint.remove-stop')}
            </Button>
          ) : null}
        </Group>
      ))}
      <Button kind="quiet" icon="plus" isDisabled={stops.length >= MOST_STOPS} onPress={addStop}>
        {text('paint.add-stop')}
      </Button>
    </div>
  )
}

const directions = ['right', 'down', 'corner', 'other'] as const

function Direction({
  value,
  box,
  onChange,
}: {
  value: Extract<Gradient, { kind: 'linear' }>
  box: Box
  onChange: (gradient: Gradient) => void
}) {
  const text = useText()
  const { xUm: x, yUm: y, widthUm: w, heightUm: h } = box
  const ends: Record<'right' | 'down' | 'corner', [[number, number], [number, number]]> = {
    right: [
      [x, y],
      [x + w, y],
    ],
    down: [
      [x, y],
      [x, y + h],
    ],
    corner: [
      [x, y],
      [x + w, y + h],
    ],
  }
  const now =
    directions.find(
      (one) => one !== 'other' && JSON.stringify(ends[one]) === JSON.stringify([value.from, value.to]),
    ) ?? 'other'
  return (
    <Select
      label={text('paint.direction')}
      value={now}
      options={directions
        .filter((one) => one !== 'other' || now === 'other')
        .map((one) => ({ value: one, label: text(`direction.${one}`) }))}
      onChange={(one) => {
        if (one === 'other') return
        const [from, to] = ends[one]
        onChange({ ...value, from, to })
      }}
    />
  )
}
