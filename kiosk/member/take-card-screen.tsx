import { useEffect } from 'react'
import { Icon } from '../ui/icon.tsx'
import { playCue } from '../ui/sound-cues.ts'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'
import './big-words.css'

const SOUND_EVERY_MS = 2_500

/** Stays, and sounds, until the reader says that the card was taken. */
export function TakeCardScreen({ place }: { place: string }) {
  const text = useText()
  useTitle(text('title'))
  useEffect(() => {
    playCue('take-card')
    const timer = setInterval(() => playCue('take-card'), SOUND_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <TopBar place={place} />
      <main className="kiosk-middle big-words caution">
        <Icon name="tap" />
        <div role="alert">
          <h1>{text('take-card.title')}</h1>
          <p className="lead">{text('take-card.words')}</p>
        </div>
      </main>
    </>
  )
}
