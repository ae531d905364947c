import type { Box, Stroke } from '../../../../../card-designs/engine/design.ts'
import { Checkbox } from '../../../../ui/choice.tsx'
import { useText } from '../texts.ts'
import { MmField } from './fields.tsx'
import { PaintField } from './paint-field.tsx'

const FIRST: Stroke = { paint: '#1B1A17', widthUm: 200 }

interface StrokeFieldProps {
  value: Stroke | undefined
  box: Box
  isOptional?: boolean
  onChange: (stroke: Stroke | undefined) => void
}

export function StrokeField({ value, box, isOptional = false, onChange }: StrokeFieldProps) {
  const text = useText()
  return (
    <>
      <PaintField
        label={text('field.stroke')}
        value={value?.paint}
        box={box}
        isOptional={isOptional}
        onChange={(paint) => onChange(paint === undefined ? undefined : { ...FIRST, ...value, paint })}
      />
      {value ? (
        <div className="field-pair">
          <MmField
            label={text('field.stroke-width')}
            um={value.widthUm}
            minUm={1}
            onChange={(widthUm) => onChange({ ...value, widthUm })}
          />
          <Checkbox
            isSelected={value.dashUm !== undefined}
            onChange={(isDashed) => {
              const { dashUm: _, ...plain } = value
              onChange(isDashed ? { ...plain, dashUm: [4 * value.widthUm, 3 * value.widthUm] } : plain)
            }}
          >
            {text('field.dashed')}
          </Checkbox>
        </div>
      ) : null}
    </>
  )
}
