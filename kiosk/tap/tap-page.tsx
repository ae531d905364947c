import { CardPicture } from '../ui/card-picture.tsx'
import { LanguageSwitch } from '../ui/switches.tsx'
import { Wordmark } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'
import './tap.css'

/** What a phone opens: one verdict, the card's picture, one sentence, one way on. */
export function TapPage() {
  const text = useText()
  useTitle(text('title'))
  return (
    <div className="tap">
      <header>
        <Wordmark />
        <LanguageSwitch />
      </header>
      <main>
        <div className="tap-card">
          <CardPicture designId="gold" name={text('none.card')} />
        </div>
        <h1>{text('none.title')}</h1>
        <p className="lead">{text('none.words')}</p>
      </main>
      <footer className="soft">{text('none.privacy')}</footer>
    </div>
  )
}
