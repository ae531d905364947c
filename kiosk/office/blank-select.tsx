import type { SimulateAction } from '../api/stations.ts'
import { Select } from '../ui/select.tsx'
import { chips } from './batches/chips.ts'
import { useText } from './texts.ts'

export type Blank = NonNullable<Extract<SimulateAction, { kind: 'take-blank' }>['chip']>

/** Which kind of blank a simulated hand takes out of the drawer. */
export function BlankSelect({ value, onChange }: { value: Blank; onChange: (blank: Blank) => void }) {
  const text = useText()
  return (
    <Select
      label={text('blank.kind')}
      value={value}
      onChange={onChange}
      options={chips.map(({ code, name }) => ({
        value: code as Blank,
        label: code === 'stripe-only' ? text('blank.stripe-only') : name,
      }))}
    />
  )
}
