import { useEffect, useEffectEvent } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useRefusalWords } from './refusal-words.ts'
import { useText } from './texts.ts'
import './big-words.css'

const STAYS_MS = 20_000

/** A card that was not taken: what happened and what to do. A card shown now is read as ever. */
export function RefusedScreen({
  place,
  code,
  onClose,
}: {
  place: string
  code: string
  onClose: () => void
}) {
  const text = useText()
  const { title, todo } = useRefusalWords()(code)
  useTitle(text('title'))
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const timer = setTimeout(() => close(), STAYS_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <TopBar place={place} />
      <main className="kiosk-middle big-words bad">
        <Icon name="alert" />
        <div role="alert">
          <h1>{title}</h1>
          <p className="lead">{todo}</p>
        </div>
        <p className="soft">{text('refused.saved')}</p>
        <Button kind="primary" onPress={onClose}>
          {text('refused.close')}
        </Button>
      </main>
    </>
  )
}
