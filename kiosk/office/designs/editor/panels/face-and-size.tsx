import type { TextElement } from '../../../../../card-designs/engine/design.ts'
import { Select } from '../../../../ui/select.tsx'
import { useText } from '../texts.ts'
import { MmField } from './fields.tsx'

const faces = ['sans', 'sans-medium', 'serif', 'serif-bold'] as const satisfies TextElement['face'][]

interface FaceAndSizeProps {
  element: Pick<TextElement, 'face' | 'sizeUm'>
  minUm: number
  maxUm: number
  onChange: (properties: object) => void
}

/** The typeface of a text, and how large it is set. */
export function FaceAndSize({ element, minUm, maxUm, onChange }: FaceAndSizeProps) {
  const text = useText()
  return (
    <div className="field-pair">
      <Select
        label={text('field.face')}
        value={element.face}
        options={faces.map((face) => ({ value: face, label: text(`face.${face}`) }))}
        onChange={(face) => onChange({ face })}
      />
      <MmField
        label={text('field.size')}
        um={element.sizeUm}
        minUm={minUm}
        maxUm={maxUm}
        onChange={(sizeUm) => onChange({ sizeUm })}
      />
    </div>
  )
}
