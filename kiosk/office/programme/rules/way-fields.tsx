import type { LevelWay } from '../../../api/programmes.ts'
import { Select } from '../../../ui/select.tsx'
import { OptionalUnits, Units } from './fields.tsx'
import { NOTHING, StandingFields } from './standing-fields.tsx'
import { useText } from './texts.ts'

const WAYS = ['joining', 'spend', 'single-purchase', 'merit', 'invitation'] as const

function wayOf(kind: LevelWay['kind']): LevelWay {
  switch (kind) {
    case 'joining':
    case 'invitation':
      return { kind }
    case 'spend':
      return { kind, fen: NaN, months: null }
    case 'single-purchase':
      return { kind, fen: NaN }
    case 'merit':
      return { kind, months: 12, ...NOTHING }
  }
}

/** How a level is reached, and what that way asks for. */
export function WayFields({ way, onChange }: { way: LevelWay; onChange: (way: LevelWay) => void }) {
  const text = useText()
  return (
    <>
      <Select
        label={text('way.kind')}
        value={way.kind}
        options={WAYS.map((value) => ({ value, label: text(`way.${value}`) }))}
        onChange={(kind) => onChange(wayOf(kind))}
      />
      {way.kind === 'spend' || way.kind === 'single-purchase' ? (
        <Units
          label={text('way.fen')}
          scale={100}
          min={1}
          value={way.fen}
          onChange={(fen) => onChange({ ...way, fen })}
        />
      ) : null}
      {way.kind === 'spend' ? (
        <OptionalUnits
          label={text('way.months')}
          help={text('way.months.help')}
          min={1}
          max={120}
          value={way.months}
          onChange={(months) => onChange({ ...way, months })}
        />
      ) : null}
      {way.kind === 'merit' ? (
        <>
          <Units
            label={text('way.months')}
            min={1}
            max={120}
            value={way.months}
            onChange={(months) => onChange({ ...way, months })}
          />
          <StandingFields of={way} onChange={(standing) => onChange({ ...way, ...standing })} />
        </>
      ) : null}
    </>
  )
}
