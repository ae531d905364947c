import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { LackSentence } from './lack-line.tsx'
import { useText } from '../texts.ts'

/** Looks for a code this often; the picture itself moves freely. */
const everyMs = 150

/** Reads a card's code with the tablet's camera; absent where there is none. */
export function CameraScan({ onCode }: { onCode: (text: string) => void }) {
  const text = useText()
  const [isOpen, setIsOpen] = useState(false)
  if (!hasCamera()) return null
  if (!isOpen)
    return (
      <Button icon="scan" onPress={() => setIsOpen(true)}>
        {text('camera.open')}
      </Button>
    )
  const take = (code: string) => {
    setIsOpen(false)
    onCode(code)
  }
  return (
    <div className="camera">
      <Viewer onCode={take} />
      <Button icon="close" onPress={() => setIsOpen(false)}>
        {text('camera.close')}
      </Button>
    </div>
  )
}

/** Absent where the page was not loaded over HTTPS. */
const hasCamera = () => (navigator.mediaDevices as MediaDevices | undefined) !== undefined

function Viewer({ onCode }: { onCode: (text: string) => void }) {
  const text = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [isRefused, setIsRefused] = useState(false)
  const found = useEffectEvent(onCode)

  useEffect(() => {
    const stop = new AbortController()
    const watch = async (place: HTMLVideoElement) => {
      const { readCode } = await import('./code-reader.ts')
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      })
      const end = () => stream.getTracks().forEach((track) => track.stop())
      stop.signal.addEventListener('abort', end)
      if (stop.signal.aborted) return end()
      place.srcObject = stream
      await place.play()
      while (!stop.signal.aborted) {
        const code = await readCode(place)
        if (code && !stop.signal.aborted) return found(code)
        await new Promise((resolve) => setTimeout(resolve, everyMs))
      }
    }
    if (video.current)
      watch(video.current).catch(() => {
        if (!stop.signal.aborted) setIsRefused(true)
      })
    return () => stop.abort()
  }, [])

  if (isRefused) return <LackSentence words={text('camera.refused')} />
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the camera's own picture, without sound */}
      <video ref={video} className="camera-picture" muted playsInline aria-label={text('camera.picture')} />
      <p className="soft">{text('camera.words')}</p>
    </>
  )
}
