import { CardPicture } from '../ui/card-picture.tsx'
import { Guilloche } from '../ui/guilloche.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useTitle } from '../ui/use-title.ts'
import { restoreHouseLook } from './house-look.ts'
import { useText } from './texts.ts'
import { useIdle } from './use-idle.ts'
import './attract-screen.css'

const LOOK_STAYS_MS = 60_000

const ways = [
  { name: 'tap', icon: 'tap' },
  { name: 'swipe', icon: 'swipe' },
  { name: 'scan', icon: 'scan' },
] as const

/** What the kiosk shows to everybody: nothing personal, and the three ways to begin. */
export function AttractScreen({ place, isOffline }: { place: string; isOffline: boolean }) {
  const text = useText()
  useTitle(text('title'))
  useIdle(LOOK_STAYS_MS, restoreHouseLook)
  return (
    <>
      <TopBar place={place} />
      <main className="attract">
        <div className="attract-card">
          <Guilloche />
          <CardPicture designId="gold" name={text('attract.card')} />
        </div>
        <div className="attract-words">
          <h1>{text('attract.title')}</h1>
          <p className="lead">{text('attract.lead')}</p>
        </div>
        {isOffline ? (
          <Notice tone="caution" title={text('offline.attract')} todo={text('offline.attract.todo')} />
        ) : null}
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
    </>
  )
}
