import type { Me } from '../../api/kiosks.ts'
import { getRedemptions } from '../../api/kiosks.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { CardPicture } from '../../ui/card-picture.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { Balance } from './balance.tsx'
import { Coming } from './coming.tsx'
import { useDiscount } from './discount.ts'
import { LookOnly } from './look-only.tsx'
import { useMine } from './session-queries.tsx'
import { useSessionText } from './texts.ts'
import './home-screen.css'

interface HomeScreenProps {
  me: Me
  /** The member has been here before: the card lies already, the balance is known. */
  isStill: boolean
  onShow: (at: 'gifts' | 'history' | 'join' | 'prove-by-code') => void
  onPickUp: (redemptionId: string) => void
  onLeave: () => void
}

/** The member's card, what is on it, and the ways on. */
export function HomeScreen({ me, isStill, onShow, onPickUp, onLeave }: HomeScreenProps) {
  const text = useText()
  const nameOf = useName()
  return (
    <main className="home">
      <div className={isStill ? 'home-card' : 'home-card arriving'}>
        <CardPicture designId={me.card.design} version={me.card.designVersion} name={nameOf(me.level)} />
        <p className="home-holder soft">
          <span>{me.maskedName}</span>
          <span className="figures">{text('home.card', { digits: me.card.lastFour })}</span>
        </p>
      </div>
      <div className="home-words">
        <Balance me={me} isStill={isStill} />
        <LevelLine me={me} />
        <Waiting onPickUp={onPickUp} />
        <Coming />
        {me.needsJoining ? (
          <Notice tone="caution" title={text('join.lead')} todo={text('join.todo')} />
        ) : null}
        <LookOnly me={me} onCode={() => onShow('prove-by-code')} />
        <div className="home-actions">
          {me.needsJoining ? (
            <Button kind="primary" icon="phone" onPress={() => onShow('join')}>
              {text('join.begin')}
            </Button>
          ) : (
            <Button kind="primary" icon="gift" onPress={() => onShow('gifts')}>
              {text('gifts')}
            </Button>
          )}
          {me.balance.masked ? null : (
            <Button icon="rules" onPress={() => onShow('history')}>
              {text('history')}
            </Button>
          )}
          <Button icon="close" onPress={onLeave}>
            {text('leave')}
          </Button>
        </div>
      </div>
    </main>
  )
}

/** The level and what it gives, and the way to the next one. */
function LevelLine({ me: { level, way, keeping } }: { me: Me }) {
  const text = useText()
  const nameOf = useName()
  const discount = useDiscount()
  const language = useLanguage()
  const said = [way, keeping].flatMap((each) => (each ? (language === 'en' ? each.en : each.zh) : []))
  return (
    <p className="home-level">
      <strong>{text('level.now', { name: nameOf(level), discount: discount(level.ratePerMille) })}</strong>
      <span className="soft">{said.join(' ') || text('level.top')}</span>
    </p>
  )
}

/** A gift that was set aside and not yet picked up. */
function Waiting({ onPickUp }: { onPickUp: (redemptionId: string) => void }) {
  const text = useText()
  const sessionText = useSessionText()
  const nameOf = useName()
  const { data } = useMine(getRedemptions)
  const held = data?.redemptions.find(({ state }) => state === 'held')
  if (!held) return null
  const name = nameOf(held)
  const title =
    held.kind === 'service' ? sessionText('appointment.waiting', { name }) : text('waiting.title', { name })
  return (
    <Notice tone="good" title={title}>
      <Button icon="arrow" onPress={() => onPickUp(held.id)}>
        {text('waiting.show')}
      </Button>
    </Notice>
  )
}
