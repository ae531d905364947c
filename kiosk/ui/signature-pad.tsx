import SignatureCanvas from 'signature_pad'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'
import { useUiText } from './texts.ts'
import './signature-pad.css'

/** A signature drawn by hand (as SVG) or, for who cannot draw, a name typed in its place. */
export type Signature = { kind: 'drawn'; svg: string } | { kind: 'typed'; name: string }

interface SignaturePadProps {
  label: string
  onChange: (signature: Signature | undefined) => void
}

export function SignaturePad({ label, onChange }: SignaturePadProps) {
  const text = useUiText()
  const [way, setWay] = useState<'draw' | 'type'>('draw')
  const change = (next: 'draw' | 'type') => {
    setWay(next)
    onChange(undefined)
  }
  return (
    <fieldset className="signature">
      <legend>{label}</legend>
      {way === 'draw' ? <Drawn onChange={onChange} /> : <Typed onChange={onChange} />}
      <Button kind="quiet" icon="pen" onPress={() => change(way === 'draw' ? 'type' : 'draw')}>
        {text(way === 'draw' ? 'signature.type' : 'signature.back')}
      </Button>
    </fieldset>
  )
}

function Drawn({ onChange }: { onChange: SignaturePadProps['onChange'] }) {
  const text = useUiText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignatureCanvas>(undefined)
  const [isEmpty, setIsEmpty] = useState(true)
  const tell = () => {
    const drawn = pad.current
    const isBlank = drawn?.isEmpty() ?? true
    setIsEmpty(isBlank)
    onChange(!drawn || isBlank ? undefined : { kind: 'drawn', svg: drawn.toSVG() })
  }
  const onStroke = useEffectEvent(tell)

  useEffect(() => {
    if (!canvas.current) return undefined
    const drawn = new SignatureCanvas(canvas.current, { penColor: '#1b1a17', minWidth: 1, maxWidth: 3 })
    pad.current = drawn
    fit(canvas.current)
    drawn.addEventListener('endStroke', () => onStroke())
    return () => drawn.off()
  }, [])

  const undo = () => {
    pad.current?.fromData(pad.current.toData().slice(0, -1))
    tell()
  }
  const clear = () => {
    pad.current?.clear()
    tell()
  }

  return (
    <>
      <canvas ref={canvas} className="signature-canvas" aria-label={text('signature.draw')} />
      <p className="signature-row">
        <output className="soft">{text(isEmpty ? 'signature.empty' : 'signature.given')}</output>
        <Button kind="quiet" onPress={undo} isDisabled={isEmpty}>
          {text('signature.undo')}
        </Button>
        <Button kind="quiet" onPress={clear} isDisabled={isEmpty}>
          {text('signature.clear')}
        </Button>
      </p>
    </>
  )
}

/** A canvas draws in device pixels: without this the line would be soft and beside the finger. */
function fit(canvas: HTMLCanvasElement) {
  const ratio = Math.max(window.devicePixelRatio, 1)
  canvas.width = canvas.offsetWidth * ratio
  canvas.height = canvas.offsetHeight * ratio
  canvas.getContext('2d')?.scale(ratio, ratio)
}

function Typed({ onChange }: { onChange: SignaturePadProps['onChange'] }) {
  const text = useUiText()
  const [name, setName] = useState('')
  return (
    <TextField
      label={text('signature.typed')}
      value={name}
      onChange={(typed) => {
        setName(typed)
        onChange(typed.trim() === '' ? undefined : { kind: 'typed', name: typed.trim() })
      }}
    />
  )
}
