import { getDesigns } from '../../api/designs.ts'
import { useRead } from '../../api/reading.ts'
import { Select } from '../../ui/select.tsx'
import { NumberField, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'

const none = ''

/** What the drive is called, how many people are hoped for, and which cards they get. */
export function DrivePart({ plan: { name, target, cardDesign }, change }: Omit<PlanPart, 'drive'>) {
  const text = useText()
  const designs = useRead(getDesigns).data?.designs ?? []
  const codes = designs.map(({ code }) => code)
  const unlisted = cardDesign === null || codes.includes(cardDesign) ? [] : [cardDesign]
  return (
    <FormPart title={text('new.basics')}>
      <div className="form-grid">
        <RequiredText
          label={text('new.name')}
          value={name}
          onChange={(value) => change({ name: value })}
          maxLength={60}
        />
        <NumberField
          label={text('new.target')}
          value={target}
          min={1}
          max={1_000_000}
          onChange={(value) => change({ target: value })}
        />
        <Select
          label={text('plan.design')}
          value={cardDesign ?? none}
          onChange={(code) => change({ cardDesign: code === none ? null : code })}
          options={[
            { value: none, label: text('plan.design.any') },
            ...[...codes, ...unlisted].map((code) => ({ value: code, label: code })),
          ]}
        />
      </div>
    </FormPart>
  )
}
