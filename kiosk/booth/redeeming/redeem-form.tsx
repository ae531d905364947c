import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { call } from '../../api/call.ts'
import { redeemAtBooth, type Booth, type RedeemAtBooth } from '../../api/drives.ts'
import { getGifts, getPlaceStock, type Gift, type HeldGift } from '../../api/gifts.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Points } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { PinPad } from '../../ui/pin-pad.tsx'
import { Reading } from '../frame.tsx'
import { useText } from './texts.ts'

const PIN_DIGITS = 6

interface RedeemFormProps {
  booth: Booth
  readingId: string
  onHeld: (held: HeldGift, gift: Gift) => void
}

/** Goods that lie at the booth, and coupons, which lie nowhere; services have their appointments at the desk. */
export function RedeemForm({ booth, readingId, onHeld }: RedeemFormProps) {
  const text = useText()
  const stock = useRead(getPlaceStock, { params: { id: booth.placeId } })
  const catalogue = useRead(getGifts)
  const [giftId, setGiftId] = useState<string>()
  const [pin, setPin] = useState('')
  const command = useChange((body: RedeemAtBooth, commandId) =>
    call(redeemAtBooth, { params: { boothId: booth.id }, body, commandId }),
  )
  if (!stock.data) return <Reading query={stock} />
  if (!catalogue.data) return <Reading query={catalogue} />
  const onHand = new Map(stock.data.stock.map(({ gift, onHand: pieces }) => [gift.id, pieces]))
  const gifts = catalogue.data.gifts.filter(
    ({ id, kind, pricePoints }) => pricePoints > 0 && (kind === 'coupon' || (onHand.get(id) ?? 0) > 0),
  )
  const gift = gifts.find(({ id }) => id === giftId)
  if (gifts.length === 0)
    return <EmptyState icon="gift" title={text('gift.none')} todo={text('gift.none.todo')} />
  return (
    <>
      {command.isError ? <ProblemNotice problem={command.error} undone={text('saved')} /> : null}
      <div className="redeeming-parts">
        <div>
          <h2>{text('gift.title')}</h2>
          <RadioGroup
            className="gifts"
            aria-label={text('gift.title')}
            value={giftId ?? null}
            onChange={setGiftId}
          >
            {gifts.map((each) => (
              <GiftChoice key={each.id} gift={each} onHand={onHand.get(each.id)} />
            ))}
          </RadioGroup>
        </div>
        <div>
          <PinPad label={text('pin')} length={PIN_DIGITS} value={pin} onChange={setPin} />
          <p className="soft">{text('pin.words')}</p>
        </div>
      </div>
      <div className="booth-action">
        <Button
          kind="primary"
          icon="gift"
          isDisabled={!gift || pin.length < PIN_DIGITS}
          isPending={command.isPending}
          onPress={() => {
            if (!gift) return
            command.mutate(
              { readingId, giftId: gift.id, pin },
              {
                onSuccess: (held) => onHeld(held, gift),
                // After a lost answer it is sent again as it was.
                onError: ({ isRefusal }) => {
                  if (isRefusal) setPin('')
                },
              },
            )
          }}
        >
          {gift ? text('submit', { count: gift.pricePoints }) : text('choose')}
        </Button>
      </div>
    </>
  )
}

function GiftChoice({ gift, onHand }: { gift: Gift; onHand: number | undefined }) {
  const text = useText()
  const nameOf = useName()
  return (
    <Radio value={gift.id} className="gift">
      <GiftPicture picture={gift.picture} />
      <span className="gift-name">{nameOf(gift)}</span>
      <span className="figures">
        <Points points={gift.pricePoints} />
      </span>
      <span className="soft figures">
        {gift.kind === 'coupon' ? text('gift.coupon') : text('gift.left', { count: onHand ?? 0 })}
      </span>
      <span className="gift-mark">
        <Icon name="check" />
      </span>
    </Radio>
  )
}
