import type { Box, DesignElement, SymbolElement } from '../../../../../card-designs/engine/design.ts'
import { Select } from '../../../../ui/select.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import { BoundText } from './bound-text.tsx'
import { MmField, NumberField } from './fields.tsx'
import { PaintField, SolidField } from './paint-field.tsx'
import { RainbowColours } from './rainbow-colours.tsx'
import { StrokeField } from './stroke-field.tsx'
import { faces, TextPanel } from './text-panel.tsx'

const symbologies = [
  'qrcode',
  'microqrcode',
  'datamatrix',
  'pdf417',
  'azteccode',
  'code128',
  'ean13',
  'ean8',
  'interleaved2of5',
  'gs1-128',
  'gs1datamatrix',
  'gs1qrcode',
] as const satisfies SymbolElement['symbology'][]
const errorLevels = ['L', 'M', 'Q', 'H'] as const
const framings = ['stretch', 'cover', 'contain'] as const

interface ContentProps<E extends DesignElement = DesignElement> {
  element: E
  box: Box
  onChange: (properties: object) => void
}
type Of<T extends DesignElement['type']> = ContentProps<Extract<DesignElement, { type: T }>>

/** What an element of each type has of its own. */
export function ContentPanel({ element, ...rest }: ContentProps) {
  switch (element.type) {
    case 'text':
      return <TextPanel element={element} {...rest} />
    case 'rect':
    case 'ellipse':
    case 'shape':
      return <LookPanel element={element} {...rest} />
    case 'line':
      return (
        <StrokeField value={element.stroke} box={rest.box} onChange={(stroke) => rest.onChange({ stroke })} />
      )
    case 'symbol':
      return <SymbolPanel element={element} {...rest} />
    case 'image':
    case 'photo':
      return <PicturePanel element={element} {...rest} />
    case 'guilloche':
      return <GuillochePanel element={element} {...rest} />
    case 'microtext':
      return <MicrotextPanel element={element} {...rest} />
    case 'rainbow':
      return <RainbowPanel element={element} {...rest} />
    case 'group':
      return null
  }
}

function LookPanel({ element, box, onChange }: Of<'rect' | 'ellipse' | 'shape'>) {
  const text = useText()
  return (
    <>
      {element.type === 'rect' ? (
        <MmField
          label={text('field.corner')}
          um={element.cornerUm ?? 0}
          minUm={0}
          maxUm={100_000}
          onChange={(cornerUm) => onChange({ cornerUm })}
        />
      ) : null}
      <PaintField
        label={text('field.fill')}
        value={element.fill}
        box={box}
        isOptional
        onChange={(fill) => onChange({ fill })}
      />
      <StrokeField value={element.stroke} box={box} isOptional onChange={(stroke) => onChange({ stroke })} />
    </>
  )
}

function SymbolPanel({ element, onChange }: Of<'symbol'>) {
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

function PicturePanel({ element, onChange }: Of<'image' | 'photo'>) {
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

function GuillochePanel({ element, box, onChange }: Of<'guilloche'>) {
  const text = useText()
  const { guilloche } = element
  const set = (part: object) => onChange({ guilloche: { ...guilloche, ...part } })
  return (
    <>
      <div className="field-pair">
        {guilloche.kind === 'rosette' ? (
          <>
            <MmField
              label={text('field.inner')}
              um={guilloche.innerUm}
              minUm={1}
              onChange={(innerUm) => set({ innerUm })}
            />
            <MmField
              label={text('field.outer')}
              um={guilloche.outerUm}
              minUm={1}
              onChange={(outerUm) => set({ outerUm })}
            />
            <NumberField
              label={text('field.petals')}
              value={guilloche.petals}
              min={3}
              max={120}
              onChange={(petals) => set({ petals })}
            />
          </>
        ) : (
          <>
            <NumberField
              label={text('field.waves')}
              value={guilloche.waves}
              min={1}
              max={60}
              onChange={(waves) => set({ waves })}
            />
            <NumberField
              label={text('field.beats')}
              value={guilloche.beats}
              min={0}
              max={30}
              onChange={(beats) => set({ beats })}
            />
          </>
        )}
        <NumberField
          label={text('field.lines')}
          value={guilloche.lines}
          min={1}
          max={120}
          onChange={(lines) => set({ lines })}
        />
      </div>
      <StrokeField value={element.stroke} box={box} onChange={(stroke) => onChange({ stroke })} />
    </>
  )
}

function MicrotextPanel({ element, box, onChange }: Of<'microtext'>) {
  const text = useText()
  return (
    <>
      <BoundText
        label={text('field.text')}
        value={element.text}
        onChange={(words) => onChange({ text: words })}
      />
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
          minUm={100}
          maxUm={3_000}
          onChange={(sizeUm) => onChange({ sizeUm })}
        />
      </div>
      <PaintField
        label={text('field.colour')}
        value={element.paint}
        box={box}
        onChange={(paint) => onChange({ paint })}
      />
    </>
  )
}

function RainbowPanel({ element, onChange }: Of<'rainbow'>) {
  const text = useText()
  return (
    <>
      <div className="field-pair">
        <NumberField
          label={text('field.lines')}
          value={element.lines}
          min={1}
          max={60}
          onChange={(lines) => onChange({ lines })}
        />
        <NumberField
          label={text('field.waves')}
          value={element.waves}
          min={0}
          max={60}
          onChange={(waves) => onChange({ waves })}
        />
        <MmField
          label={text('field.stroke-width')}
          um={element.widthUm}
          minUm={1}
          onChange={(widthUm) => onChange({ widthUm })}
        />
      </div>
      <RainbowColours colours={element.colours} onChange={(colours) => onChange({ colours })} />
    </>
  )
}
