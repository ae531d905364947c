import { useName } from '../../i18n/names.ts'
import { CardNumber } from '../../ui/card-number.tsx'
import { CardPicture } from '../../ui/card-picture.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../texts.ts'
import type { BoothLive } from '../use-booth-live.ts'
import { Lamp } from './lamp.tsx'
import { ReaderLine } from './reader-line.tsx'
import { noGift, type CardInHand, type Form } from './state.ts'
import type { FormDesk } from './form-desk.ts'

interface InHandProps {
  desk: FormDesk
  live: BoothLive
  card: CardInHand | null
  gift: Form['gift']
  isCardStep: boolean
}

/** What the promoter holds or will hand over, and what the reader sees. */
export function InHand({ desk, live, card, gift, isCardStep }: InHandProps) {
  const text = useText()
  return (
    <Lamp label={text('hand.title')}>
      <h2>{text('hand.title')}</h2>
      <CardPlace card={card} />
      <GiftPlace desk={desk} gift={gift} />
      <ReaderLine desk={desk} live={live} card={card} isCardStep={isCardStep} />
    </Lamp>
  )
}

function CardPlace({ card }: { card: CardInHand | null }) {
  const text = useText()
  if (!card)
    return (
      <p className="hand-card-place">
        <Icon name="card" /> {text('hand.card.none')}
      </p>
    )
  return (
    <div className="hand-card">
      {card.look ? (
        <CardPicture {...card.look} name={text('hand.card')} />
      ) : (
        <p className="hand-card-place known">
          <Icon name="card" /> {text('hand.card')}
        </p>
      )}
      <p className="hand-number">
        {card.cardNumber ? <CardNumber number={card.cardNumber} /> : text('hand.card.chip')}
      </p>
      <p className="soft">{text(`hand.card.by.${card.means}`)}</p>
    </div>
  )
}

function GiftPlace({ desk, gift }: { desk: FormDesk; gift: Form['gift'] }) {
  const text = useText()
  const nameOf = useName()
  const chosen = desk.stock.gifts.find(({ giftId }) => giftId === gift)
  if (chosen)
    return (
      <div className="hand-gift">
        <GiftPicture picture={chosen.picture} />
        <strong>{nameOf(chosen)}</strong>
      </div>
    )
  return (
    <p className="hand-line">
      <Icon name="gift" />
      <span>
        {text('hand.gift')} · {text(gift === noGift ? 'gift.none' : 'hand.gift.none')}
      </span>
    </p>
  )
}
