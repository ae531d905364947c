import { symbologies } from '../../../../../card-designs/engine/design-elements.ts'
import { Select } from '../../../../ui/select.tsx'
import { useText } from '../texts.ts'
import { BoundText } from './bound-text.tsx'
import type { Of } from './content-props.ts'
import { MmField } from './fields.tsx'
import { SolidField } from './solid-field.tsx'

const errorLevels = ['L', 'M', 'Q', 'H'] as const

export function SymbolPanel({ element, onChange }: Of<'symbol'>) {
  const text = useText()
  const takesLevel = element.symbology === 'qrcode' || element.symbology === 'gs1qrcode'
  return (
    <>
      <Select
        label={text('field.symbology')}
        value={element.symbology}
        options={symbologies.map((name) => ({ value: name, label: text(`symbology.${name}`) }))}
        onChange={(symbology) => onChange({ symbology })}
      />
      <BoundText
        label={text('field.content')}
        value={element.content}
        lines={1}
        onChange={(content) => onChange({ content })}
      />
      <div className="field-pair">
        <MmField
          label={text('field.module')}
          um={element.minModuleUm}
          minUm={50}
          maxUm={5_000}
          onChange={(minModuleUm) => onChange({ minModuleUm })}
        />
        {takesLevel ? (
          <Select
            label={text('field.error-level')}
            value={element.errorLevel ?? 'M'}
            options={errorLevels.map((level) => ({ value: level, label: text(`error-level.${level}`) }))}
            onChange={(errorLevel) => onChange({ errorLevel })}
          />
        ) : null}
      </div>
      <SolidField value={element.colour} onChange={(colour) => onChange({ colour })} />
    </>
  )
}
