import type { ReactNode } from 'react'
import { CardPicture } from '../ui/card-picture.tsx'
import { Guilloche } from '../ui/guilloche.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useText } from './texts.ts'
import './sign-in.css'

/** The counter before opening: the form on paper, the card under the lamp. */
export function Frame({ place, children }: { place: string; children: ReactNode }) {
  const text = useText()
  return (
    <div className="sign-in">
      <div className="sign-in-paper">
        <TopBar place={place} />
        <main>{children}</main>
      </div>
      <aside className="sign-in-lamp">
        <Guilloche />
        <div className="sign-in-card">
          <CardPicture designId="gold" name={text('card')} isLazy />
        </div>
      </aside>
    </div>
  )
}
