import { Button as AriaButton } from 'react-aria-components/Button'
import { getKioskGifts, type KioskGift, type Me } from '../../api/kiosks.ts'
import { useName } from '../../i18n/names.ts'
import { Points } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { useUiText } from '../../ui/texts.ts'
import { useText } from '../texts.ts'
import { GiftState } from './gift-state.tsx'
import { Screen } from './screen.tsx'
import { useMine } from './session-queries.tsx'
import { useSessionText } from './texts.ts'
import './gifts-screen.css'

interface GiftsScreenProps {
  me: Me
  onBack: () => void
  /** vouchers and benefits that are the member's already */
  onMine: () => void
  onChoose: (gift: KioskGift) => void
}

/** The gifts of this place as large pictures, with what is there and what is missing. */
export function GiftsScreen({ me, onBack, onMine, onChoose }: GiftsScreenProps) {
  const text = useText()
  const sessionText = useSessionText()
  const uiText = useUiText()
  const { data, error } = useMine(getKioskGifts)
  return (
    <Screen title={text('gifts')} onBack={onBack}>
      {me.balance.masked ? null : (
        <div className="gifts-lead">
          <p className="lead">{text('gifts.lead', { count: me.balance.spendable })}</p>
          <Button icon="card" onPress={onMine}>
            {sessionText('mine')}
          </Button>
        </div>
      )}
      {error ? <ProblemNotice problem={error} /> : null}
      {data || error ? null : <output>{uiText('loading')}</output>}
      {data?.gifts.length === 0 ? (
        <EmptyState icon="gift" title={text('gifts.none')} todo={text('gifts.none.todo')} />
      ) : null}
      <ul className="gift-tiles">
        {data?.gifts.map((gift) => (
          <li key={gift.giftId}>
            <GiftTile gift={gift} onPress={() => onChoose(gift)} />
          </li>
        ))}
      </ul>
    </Screen>
  )
}

function GiftTile({ gift, onPress }: { gift: KioskGift; onPress: () => void }) {
  const nameOf = useName()
  return (
    <AriaButton className={gift.inStock !== 0 ? 'gift-tile' : 'gift-tile gone'} onPress={onPress}>
      <GiftPicture picture={gift.picture} />
      <span className="gift-name">{nameOf(gift)}</span>
      <span className="gift-price">
        <Points points={gift.pricePoints} />
      </span>
      <GiftState gift={gift} />
    </AriaButton>
  )
}
