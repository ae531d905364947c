import { Group } from 'react-aria-components/Group'
import type { Box, Gradient } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { useText } from '../texts.ts'
import { NumberField } from './fields.tsx'
import { SolidField } from './solid-field.tsx'

const MOST_STOPS = 32

/** The colours of a gradient, each with its place, and where it runs to. */
export function GradientField({
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
