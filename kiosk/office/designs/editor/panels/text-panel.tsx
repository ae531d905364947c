import type { TextElement } from '../../../../../card-designs/engine/design.ts'
import { Checkbox } from '../../../../ui/choice.tsx'
import { Select } from '../../../../ui/select.tsx'
import { useText } from '../texts.ts'
import { BoundText } from './bound-text.tsx'
import type { Of } from './content-props.ts'
import { FaceAndSize } from './face-and-size.tsx'
import { MmField, NumberField } from './fields.tsx'
import { PaintField } from './paint-field.tsx'

const aligns = ['left', 'centre', 'right'] as const
const fits = ['fixed', 'shrink', 'ellipsis', 'wrap'] as const

export function TextPanel({ element, box, onChange }: Of<'text'>) {
  const text = useText()
  return (
    <>
      <TextForms element={element} onChange={onChange} />
      <FaceAndSize element={element} minUm={200} maxUm={60_000} onChange={onChange} />
      <div className="field-pair">
        <Select
          label={text('field.align')}
          value={element.align}
          options={aligns.map((align) => ({ value: align, label: text(`text-align.${align}`) }))}
          onChange={(align) => onChange({ align })}
        />
        <MmField
          label={text('field.tracking')}
          um={element.trackingUm ?? 0}
          minUm={-2_000}
          maxUm={20_000}
          onChange={(trackingUm) => onChange({ trackingUm: trackingUm === 0 ? undefined : trackingUm })}
        />
      </div>
      <FitFields element={element} onChange={onChange} />
      <Checkbox
        isSelected={element.writing === 'vertical'}
        onChange={(isVertical) => onChange({ writing: isVertical ? 'vertical' : undefined })}
      >
        {text('field.vertical')}
      </Checkbox>
      <Checkbox
        isSelected={element.kerning !== false}
        onChange={(isKerned) => onChange({ kerning: isKerned ? undefined : false })}
      >
        {text('field.kerning')}
      </Checkbox>
      <PaintField
        label={text('field.colour')}
        value={element.paint}
        box={box}
        onChange={(paint) => onChange({ paint })}
      />
    </>
  )
}

/** One text for every card, or a form for each language. */
function TextForms({ element, onChange }: Pick<Of<'text'>, 'element' | 'onChange'>) {
  const text = useText()
  const { text: words } = element
  return (
    <>
      {typeof words === 'string' ? (
        <BoundText label={text('field.text')} value={words} onChange={(next) => onChange({ text: next })} />
      ) : (
        (['zh-CN', 'en'] as const).map((language) => (
          <BoundText
            key={language}
            label={text(`field.text.${language}`)}
            value={words[language]}
            onChange={(next) => onChange({ text: { ...words, [language]: next } })}
          />
        ))
      )}
      <Checkbox
        isSelected={typeof words !== 'string'}
        onChange={(isEach) =>
          onChange({
            text: isEach && typeof words === 'string' ? { 'zh-CN': words, en: words } : firstOf(words),
          })
        }
      >
        {text('field.each-language')}
      </Checkbox>
    </>
  )
}

const firstOf = (words: TextElement['text']) => (typeof words === 'string' ? words : words['zh-CN'])

function FitFields({ element, onChange }: Pick<Of<'text'>, 'element' | 'onChange'>) {
  const text = useText()
  const { fit, sizeUm } = element
  const begin = (kind: (typeof fits)[number]): TextElement['fit'] => {
    if (kind === 'shrink') return { kind, minSizeUm: Math.max(1, Math.round(sizeUm * 0.6)) }
    return kind === 'wrap' ? { kind, maxLines: 2, lineHeightUm: Math.round(sizeUm * 1.5) } : { kind }
  }
  return (
    <div className="field-pair">
      <Select
        label={text('field.fit')}
        value={fit.kind}
        options={fits.map((kind) => ({ value: kind, label: text(`fit.${kind}`) }))}
        onChange={(kind) => onChange({ fit: begin(kind) })}
      />
      {fit.kind === 'shrink' ? (
        <MmField
          label={text('field.min-size')}
          um={fit.minSizeUm}
          minUm={1}
          onChange={(minSizeUm) => onChange({ fit: { ...fit, minSizeUm } })}
        />
      ) : null}
      {fit.kind === 'wrap' ? (
        <>
          <NumberField
            label={text('field.max-lines')}
            value={fit.maxLines}
            min={1}
            max={60}
            onChange={(maxLines) => onChange({ fit: { ...fit, maxLines } })}
          />
          <MmField
            label={text('field.line-height')}
            um={fit.lineHeightUm}
            minUm={1}
            onChange={(lineHeightUm) => onChange({ fit: { ...fit, lineHeightUm } })}
          />
        </>
      ) : null}
    </div>
  )
}
