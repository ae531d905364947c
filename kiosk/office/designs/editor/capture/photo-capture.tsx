import { useEffect, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button } from '../../../../ui/button.tsx'
import { Checkbox } from '../../../../ui/choice.tsx'
import { DialogActions } from '../../../../ui/dialog.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { plainBackground } from './plain-background.ts'

/** 25 × 33 mm at 600 dots an inch: three to four, as passport photos are. */
const PHOTO = { width: 600, height: 800 }

interface PhotoCaptureProps {
  /** a JPEG as a `data:` address, three to four */
  onTaken: (photo: string) => void
}

/** Takes a person's photo with the device's camera, or from a file: cropped, and before a white wall on demand. */
export function PhotoCapture({ onTaken }: PhotoCaptureProps) {
  const text = useText()
  const video = useRef<HTMLVideoElement>(null)
  const camera = useCamera(video)
  const [isPlain, setPlain] = useState(false)
  const [photo, setPhoto] = useState<HTMLCanvasElement>()
  const [hasFailed, setFailed] = useState(false)

  const cropFrom = (source: HTMLVideoElement | ImageBitmap, size: { width: number; height: number }) =>
    setPhoto(cropped(source, size))
  const fromFile = async (file: Blob) => {
    const bitmap = await createImageBitmap(file)
    cropFrom(bitmap, bitmap)
    bitmap.close()
  }
  const shown = photo && finished(photo, isPlain)
  return (
    <div className="photo-capture">
      {shown ? (
        <img src={shown} alt={text('photo.taken')} />
      ) : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a live picture of who stands there, without sound */}
          <video ref={video} autoPlay playsInline muted aria-label={text('photo.live')} />
          {camera === 'none' ? (
            <Notice tone="caution" title={text('photo.no-camera')} todo={text('photo.no-camera.todo')} />
          ) : null}
        </>
      )}
      {hasFailed ? <Notice tone="bad" title={text('photo.unreadable')} /> : null}
      <Checkbox isSelected={isPlain} onChange={setPlain}>
        {text('photo.plain')}
      </Checkbox>
      <DialogActions>
        {shown ? (
          <>
            <Button kind="primary" onPress={() => onTaken(shown)}>
              {text('photo.use')}
            </Button>
            <Button onPress={() => setPhoto(undefined)}>{text('photo.again')}</Button>
          </>
        ) : (
          <Button
            kind="primary"
            isDisabled={camera !== 'live'}
            onPress={() => {
              const live = video.current
              if (live) cropFrom(live, { width: live.videoWidth, height: live.videoHeight })
            }}
          >
            {text('photo.take')}
          </Button>
        )}
        <FileTrigger
          acceptedFileTypes={['image/png', 'image/jpeg']}
          onSelect={(files) => {
            setFailed(false)
            if (files?.[0]) fromFile(files[0]).catch(() => setFailed(true))
          }}
        >
          <Button>{text('photo.file')}</Button>
        </FileTrigger>
      </DialogActions>
    </div>
  )
}

/** The camera's picture while the component is there; the light goes out with it. */
function useCamera(video: { current: HTMLVideoElement | null }): 'opening' | 'live' | 'none' {
  const [state, setState] = useState<'opening' | 'live' | 'none'>('opening')
  useEffect(() => {
    let stream: MediaStream | undefined
    let isGone = false
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    // A page that is neither HTTPS nor on this machine has no `mediaDevices`.
    const devices: MediaDevices | undefined = navigator.mediaDevices
    const ask = devices?.getUserMedia({ video: { facingMode: 'user', height: { ideal: 1_080 } } })
    const found = ask ?? Promise.reject(new Error('no camera'))
    found.then(
      (live) => {
        stream = live
        if (isGone) return stop()
        if (video.current) video.current.srcObject = live
        return setState('live')
      },
      () => setState('none'),
    )
    return () => {
      isGone = true
      stop()
    }
  }, [video])
  return state
}

function cropped(
  source: HTMLVideoElement | ImageBitmap,
  { width, height }: { width: number; height: number },
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [PHOTO.width, PHOTO.height]
  const scale = Math.max(PHOTO.width / width, PHOTO.height / height)
  const [w, h] = [width * scale, height * scale]
  canvas.getContext('2d')?.drawImage(source, (PHOTO.width - w) / 2, (PHOTO.height - h) / 2, w, h)
  return canvas
}

function finished(photo: HTMLCanvasElement, isPlain: boolean): string {
  if (!isPlain) return photo.toDataURL('image/jpeg', 0.9)
  return beforeWhite(photo).toDataURL('image/jpeg', 0.9)
}

function beforeWhite(photo: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas')
  ;[copy.width, copy.height] = [photo.width, photo.height]
  const context = copy.getContext('2d')
  if (!context) return photo
  context.drawImage(photo, 0, 0)
  const pixels = context.getImageData(0, 0, copy.width, copy.height)
  plainBackground(pixels)
  context.putImageData(pixels, 0, 0)
  return copy
}
