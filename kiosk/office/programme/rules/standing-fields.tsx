import type { Standing } from '../../../api/programmes.ts'
import { OptionalUnits, Units } from './fields.tsx'
import { useText } from './texts.ts'

/** Asks for nothing. */
export const NOTHING: Standing = { spendFen: 0, purchases: 0, activeMonths: 0, maxComplaints: null }

export function StandingFields({ of, onChange }: { of: Standing; onChange: (standing: Standing) => void }) {
  const text = useText()
  const { spendFen, purchases, activeMonths, maxComplaints } = of
  const now = { spendFen, purchases, activeMonths, maxComplaints }
  return (
    <>
      <Units
        label={text('standing.spend')}
        scale={100}
        value={spendFen}
        onChange={(next) => onChange({ ...now, spendFen: next })}
      />
      <Units
        label={text('standing.purchases')}
        max={10_000}
        value={purchases}
        onChange={(next) => onChange({ ...now, purchases: next })}
      />
      <Units
        label={text('standing.months')}
        max={120}
        value={activeMonths}
        onChange={(next) => onChange({ ...now, activeMonths: next })}
      />
      <OptionalUnits
        label={text('standing.complaints')}
        help={text('period.help')}
        max={10_000}
        value={maxComplaints}
        onChange={(next) => onChange({ ...now, maxComplaints: next })}
      />
    </>
  )
}
