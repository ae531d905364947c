import { useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FramePhoto } from './frame-photo.tsx'
import { useText } from './texts.ts'
import { useCamera } from './use-camera.ts'
import './capture.css'

/** Enough for a card at 600 dots an inch, whatever is cut away. */
const WIDEST_PX = 2_400

interface PhotoCaptureProps {
  /** width by height; as passport photos are where nothing else is wanted */
  proportion?: number
  /** a JPEG as a `data:` address */
  onTaken: (photo: string) => void
}

/** Takes a person's photo with the device's camera or from a file, then lets it be framed and set before one colour. */
export function PhotoCapture({ proportion = 3 / 4, onTaken }: PhotoCaptureProps) {
  const text = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [photo, setPhoto] = useState<HTMLCanvasElement>()
  const [hasFailed, setFailed] = useState(false)
  const camera = useCamera(video, photo === undefined)
  if (photo)
    return (
      <FramePhoto
        photo={photo}
        proportion={proportion}
        onTaken={onTaken}
        onAgain={() => setPhoto(undefined)}
      />
    )
  const take = () => {
    const live = video.current
    if (live) setPhoto(copyOf(live, { width: live.videoWidth, height: live.videoHeight }))
  }
  const fromFile = async (file: Blob) => {
    const bitmap = await createImageBitmap(file)
    setPhoto(copyOf(bitmap, bitmap))
    bitmap.close()
  }
  return (
    <div className="photo-capture">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a live picture of who stands there, without sound */}
      <video ref={video} autoPlay playsInline muted aria-label={text('photo.live')} />
      {camera === 'none' ? (
        <Notice tone="caution" title={text('photo.no-camera')} todo={text('photo.no-camera.todo')} />
      ) : null}
      {hasFailed ? <Notice tone="bad" title={text('photo.unreadable')} /> : null}
      <DialogActions>
        <Button kind="primary" isDisabled={camera !== 'live'} onPress={take}>
          {text('photo.take')}
        </Button>
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

function copyOf(
  source: HTMLVideoElement | ImageBitmap,
  { width, height }: { width: number; height: number },
): HTMLCanvasElement {
  const scale = Math.min(1, WIDEST_PX / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)]
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}
