import { FormPart } from '../../form-part.tsx'
import { Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

export function SalesPart({ rules: { sales }, change }: PartProps) {
  const text = useText()
  return (
    <FormPart title={text('sales.title')} help={text('sales.help')}>
      <div className="form-row">
        <Units
          label={text('sales.late')}
          min={1}
          max={366}
          value={sales.lateDays}
          onChange={(lateDays) => change({ sales: { ...sales, lateDays } })}
        />
      </div>
    </FormPart>
  )
}
