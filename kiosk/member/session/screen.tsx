import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useText } from '../texts.ts'
import './screen.css'

interface ScreenProps {
  title: string
  /** Where the way back leads, in one word. */
  back?: string
  onBack: () => void
  children: ReactNode
}

/** One thing at a time: the way back, what this is, and the thing; the focus begins at the heading. */
export function Screen({ title, back, onBack, children }: ScreenProps) {
  const text = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <main className="screen">
      <header>
        <Button kind="quiet" icon="back" onPress={onBack}>
          {back ?? text('home')}
        </Button>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {children}
    </main>
  )
}
