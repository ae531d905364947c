import { useMemo, useRef, useState, type PointerEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Slider } from '../../ui/slider.tsx'
import { CLOSEST, cropOf, pushed, WHOLE, type Framing, type Size } from './crop.ts'
import { plainBackground, type Rgb } from './plain-background.ts'
import { useText } from './texts.ts'

/** 33 mm at 600 dots an inch. */
const HEIGHT_PX = 800
const QUALITY = 0.9

/** The grounds that identity photos have; `taken` leaves what was behind the person. */
const grounds = { taken: undefined, white: [255, 255, 255], blue: [67, 142, 219], red: [217, 0, 27] } as const
type Ground = keyof typeof grounds
const groundNames = Object.keys(grounds) as Ground[]

const moves = [
  { name: 'closer', least: 1, most: CLOSEST },
  { name: 'across', least: 0, most: 1 },
  { name: 'down', least: 0, most: 1 },
] as const

interface FramePhotoProps {
  photo: HTMLCanvasElement
  proportion: number
  onTaken: (photo: string) => void
  onAgain: () => void
}

/** Cuts a photo to the shape that a card wants: moved by hand or keys, closer, before one colour on demand. */
export function FramePhoto({ photo, proportion, onTaken, onAgain }: FramePhotoProps) {
  const text = useText()
  const [framing, setFraming] = useState<Framing>(WHOLE)
  const [ground, setGround] = useState<Ground>('taken')
  const frame = { width: Math.round(HEIGHT_PX * proportion), height: HEIGHT_PX }
  const { width, height } = frame
  const shown = useMemo(
    () => finished(photo, { width, height }, framing, grounds[ground]),
    [photo, width, height, framing, ground],
  )
  const drag = usePush((by) => setFraming((now) => pushed(photo, frame, now, by)))
  return (
    <div className="photo-capture">
      <img
        {...drag}
        className="photo-frame"
        draggable={false}
        src={shown}
        alt={text('photo.taken')}
        {...frame}
      />
      <p className="soft">{text('photo.frame-hint')}</p>
      {moves.map(({ name, least, most }) => (
        <Slider
          key={name}
          label={text(`photo.${name}`)}
          value={framing[name]}
          least={least}
          most={most}
          step={(most - least) / 50}
          onChange={(value) => setFraming({ ...framing, [name]: value })}
        />
      ))}
      <Choice
        label={text('photo.ground')}
        value={ground}
        options={groundNames.map((value) => ({ value, label: text(`photo.ground.${value}`) }))}
        onChange={setGround}
      />
      {ground === 'taken' ? null : <p className="soft">{text('photo.ground-hint')}</p>}
      <DialogActions>
        <Button kind="primary" onPress={() => onTaken(shown)}>
          {text('photo.use')}
        </Button>
        <Button onPress={onAgain}>{text('photo.again')}</Button>
      </DialogActions>
    </div>
  )
}

/** Tells by how much of an element's size a finger or mouse pushes what is in it. */
function usePush(onPush: (by: { x: number; y: number }) => void) {
  const last = useRef<{ x: number; y: number }>(undefined)
  const end = () => (last.current = undefined)
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      last.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = last.current
      if (!from) return
      const { width, height } = event.currentTarget.getBoundingClientRect()
      last.current = { x: event.clientX, y: event.clientY }
      onPush({ x: (event.clientX - from.x) / width, y: (event.clientY - from.y) / height })
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}

function finished(photo: HTMLCanvasElement, frame: Size, framing: Framing, ground: Rgb | undefined): string {
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [frame.width, frame.height]
  const context = canvas.getContext('2d')
  const { x, y, width, height } = cropOf(photo, frame, framing)
  context?.drawImage(photo, x, y, width, height, 0, 0, frame.width, frame.height)
  if (context && ground) {
    const pixels = context.getImageData(0, 0, frame.width, frame.height)
    plainBackground(pixels, ground)
    context.putImageData(pixels, 0, 0)
  }
  return canvas.toDataURL('image/jpeg', QUALITY)
}
