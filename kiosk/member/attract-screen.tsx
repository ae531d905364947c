import { CardPicture } from '../ui/card-picture.tsx'
import { Guilloche } from '../ui/guilloche.tsx'
import { Icon } from '../ui/icon.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'
import './attract-screen.css'

const ways = [
  { name: 'tap', icon: 'tap' },
  { name: 'swipe', icon: 'swipe' },
  { name: 'scan', icon: 'scan' },
] as const

/** What the kiosk shows to everybody: nothing personal, and the three ways to begin. */
export function AttractScreen() {
  const text = useText()
  useTitle(text('title'))
  return (
    <div className="attract">
      <TopBar />
      <main>
        <div className="attract-card">
          <Guilloche />
          <CardPicture designId="gold" name={text('attract.card')} />
        </div>
        <div className="attract-words">
          <h1>{text('attract.title')}</h1>
          <p className="lead">{text('attract.lead')}</p>
        </div>
        <ul className="attract-ways">
          {ways.map(({ name, icon }) => (
            <li key={name}>
              <Icon name={icon} />
              <strong>{text(`attract.${name}`)}</strong>
              <span className="soft">{text(`attract.${name}.words`)}</span>
            </li>
          ))}
        </ul>
      </main>
      <footer className="attract-forget soft">{text('attract.forget')}</footer>
    </div>
  )
}
