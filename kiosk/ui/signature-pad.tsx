import SignatureCanvas from 'signature_pad'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { defineTexts } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'
import { en } from './signature-words.en.ts'
import { zh } from './signature-words.zh-CN.ts'
import './signature-pad.css'

/** Beside the pad, not among the texts of every page: most pages never show it. */
const useText = defineTexts('signature', { 'zh-CN': zh, en })

/** A signature drawn by hand (a PNG as a data URL) or, for who cannot draw, a name typed in its place. */
export type Signature = { kind: 'drawn'; png: string } | { kind: 'typed'; name: string }

interface SignaturePadProps {
  label: string
  /** The signature that was given before, so that it is seen again. */
  value: Signature | undefined
  onChange: (signature: Signature | undefined) => void
}

export function SignaturePad({ label, value, onChange }: SignaturePadProps) {
  const text = useText()
  const [way, setWay] = useState<'draw' | 'type'>(value?.kind === 'typed' ? 'type' : 'draw')
  const change = (next: 'draw' | 'type') => {
    setWay(next)
    onChange(undefined)
  }
  return (
    <fieldset className="signature">
      <legend>{label}</legend>
      {way === 'draw' ? (
        <Drawn value={value} onChange={onChange} />
      ) : (
        <Typed value={value} onChange={onChange} />
      )}
      <Button kind="quiet" icon="pen" onPress={() => change(way === 'draw' ? 'type' : 'draw')}>
        {text(way === 'draw' ? 'type' : 'back')}
      </Button>
    </fieldset>
  )
}

type Part = Omit<SignaturePadProps, 'label'>

function Drawn({ value, onChange }: Part) {
  const [kept, setKept] = useState(value?.kind === 'drawn' ? value.png : undefined)
  if (kept === undefined) return <Canvas onChange={onChange} />
  const again = () => {
    setKept(undefined)
    onChange(undefined)
  }
  return <Kept png={kept} onAgain={again} />
}

function Kept({ png, onAgain }: { png: string; onAgain: () => void }) {
  const text = useText()
  return (
    <>
      <img className="signature-canvas" src={png} alt={text('given')} />
      <p className="signature-row">
        <output className="soft">{text('given')}</output>
        <Button kind="quiet" onPress={onAgain}>
          {text('clear')}
        </Button>
      </p>
    </>
  )
}

function Canvas({ onChange }: Pick<Part, 'onChange'>) {
  const text = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignatureCanvas>(undefined)
  const [isEmpty, setIsEmpty] = useState(true)
  const tell = () => {
    const isBlank = pad.current?.isEmpty() ?? true
    setIsEmpty(isBlank)
    onChange(isBlank || !canvas.current ? undefined : { kind: 'drawn', png: pictureOf(canvas.current) })
  }
  const onStroke = useEffectEvent(tell)

  useEffect(() => {
    const place = canvas.current
    if (!place) return undefined
    const drawn = new SignatureCanvas(place, { penColor: '#1b1a17', minWidth: 1, maxWidth: 3 })
    pad.current = drawn
    drawn.addEventListener('endStroke', () => onStroke())
    const turned = new ResizeObserver(() => {
      const strokes = drawn.toData()
      fit(place)
      drawn.fromData(strokes)
    })
    turned.observe(place)
    return () => {
      turned.disconnect()
      drawn.off()
    }
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
      <canvas ref={canvas} className="signature-canvas" aria-label={text('draw')} />
      <p className="signature-row">
        <output className="soft">{text(isEmpty ? 'empty' : 'given')}</output>
        <Button kind="quiet" onPress={undo} isDisabled={isEmpty}>
          {text('undo')}
        </Button>
        <Button kind="quiet" onPress={clear} isDisabled={isEmpty}>
          {text('clear')}
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

const pictureWidth = 640

/** The drawing as a PNG of one size on every screen: some 10 KB, sharp enough for a paper. */
function pictureOf(canvas: HTMLCanvasElement): string {
  const picture = document.createElement('canvas')
  picture.width = pictureWidth
  picture.height = Math.round((pictureWidth * canvas.height) / Math.max(canvas.width, 1))
  picture.getContext('2d')?.drawImage(canvas, 0, 0, picture.width, picture.height)
  return picture.toDataURL('image/png')
}

function Typed({ value, onChange }: Part) {
  const text = useText()
  const [name, setName] = useState(value?.kind === 'typed' ? value.name : '')
  return (
    <TextField
      label={text('typed')}
      value={name}
      maxLength={40}
      onChange={(typed) => {
        setName(typed)
        onChange(typed.trim() === '' ? undefined : { kind: 'typed', name: typed.trim() })
      }}
    />
  )
}
