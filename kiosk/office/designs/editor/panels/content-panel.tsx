import { useText } from '../texts.ts'
import type { ContentProps, Of } from './content-props.ts'
import { MmField } from './fields.tsx'
import { PaintField } from './paint-field.tsx'
import { PicturePanel } from './picture-panel.tsx'
import { GuillochePanel, MicrotextPanel, RainbowPanel } from './security-panels.tsx'
import { StrokeField } from './stroke-field.tsx'
import { SymbolPanel } from './symbol-panel.tsx'
import { TextPanel } from './text-panel.tsx'

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
