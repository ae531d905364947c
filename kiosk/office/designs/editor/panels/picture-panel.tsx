import { Select } from '../../../../ui/select.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import type { Of } from './content-props.ts'
import { MmField } from './fields.tsx'

const framings = ['stretch', 'cover', 'contain'] as const

export function PicturePanel({ element, onChange }: Of<'image' | 'photo'>) {
  const text = useText()
  return (
    <>
      {element.type === 'photo' ? (
        <TextField
          label={text('field.photo-field')}
          value={element.field}
          maxLength={40}
          onChange={(field) => {
            if (/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(field)) onChange({ field })
          }}
        />
      ) : null}
      <div className="field-pair">
        <Select
          label={text('field.framing')}
          value={element.framing ?? (element.type === 'photo' ? 'cover' : 'stretch')}
          options={framings.map((one) => ({ value: one, label: text(`framing.${one}`) }))}
          onChange={(framing) => onChange({ framing })}
        />
        <MmField
          label={text('field.corner')}
          um={element.cornerUm ?? 0}
          minUm={0}
          maxUm={100_000}
          onChange={(cornerUm) => onChange({ cornerUm: cornerUm === 0 ? undefined : cornerUm })}
        />
      </div>
    </>
  )
}
