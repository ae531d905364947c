import { useState } from 'react'
import type { BoothDesk, CardRead } from '../../api/drives.ts'
import type { Gift, HeldGift } from '../../api/gifts.ts'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SimulatedHands } from '../simulated-hands.tsx'
import type { BoothLive, Seen } from '../use-booth-live.ts'
import { Held } from './held.tsx'
import { RedeemForm } from './redeem-form.tsx'
import { useText } from './texts.ts'
import './redeeming.css'

interface RedeemingProps {
  desk: BoothDesk
  live: BoothLive
}

const NOBODY: ReadonlySet<string> = new Set()

/** A member spends points at the booth: tap, gift and PIN, into the hand. */
export function Redeeming({ desk, live }: RedeemingProps) {
  const text = useText()
  const [begunAfter, setBegun] = useState(live.seen?.at)
  const [taken, setTaken] = useState<{ held: HeldGift; gift: Gift }>()
  const seen = live.seen?.at === begunAfter ? undefined : live.seen
  const card = seen && memberCard(seen)
  const another = () => {
    setBegun(live.seen?.at)
    setTaken(undefined)
  }
  return (
    <div className="booth-page redeeming">
      <h1>{text('title')}</h1>
      {taken ? <Held {...taken} onNext={another} /> : null}
      {!taken && card ? (
        <>
          <div className="redeeming-card">
            <p className="soft">{text('card')}</p>
            <p className="hand-number">
              <CardNumber number={card.cardNumber} />
            </p>
            <Button kind="quiet" icon="refresh" onPress={another}>
              {text('card.other')}
            </Button>
          </div>
          <RedeemForm
            key={card.readingId}
            booth={desk.booth}
            readingId={card.readingId}
            onHeld={(held, gift) => setTaken({ held, gift })}
          />
        </>
      ) : null}
      {!taken && !card ? <WaitForTap desk={desk} seen={seen} /> : null}
    </div>
  )
}

const memberCard = (seen: Seen): CardRead | undefined =>
  seen.kind === 'read' && seen.card.means === 'tap' && seen.card.state === 'active' ? seen.card : undefined

function WaitForTap({ desk, seen }: { desk: BoothDesk; seen: Seen | undefined }) {
  const text = useText()
  if (desk.booth.reader.readerName === null) return <Notice tone="caution" title={text('tap.no-reader')} />
  return (
    <>
      <Notice tone="plain" title={text('tap.title')} todo={text('tap.words')} />
      {seen ? <Notice tone="caution" title={text(`tap.${whyNot(seen)}`)} /> : null}
      <SimulatedHands desk={desk} given={NOBODY} />
    </>
  )
}

function whyNot(seen: Seen): 'refused' | 'nobody' | 'stopped' | 'means' {
  if (seen.kind === 'refused') return 'refused'
  if (seen.card.state === 'encoded') return 'nobody'
  return seen.card.state === 'active' ? 'means' : 'stopped'
}
