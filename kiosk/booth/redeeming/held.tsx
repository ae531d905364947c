import { call } from '../../api/call.ts'
import { handOverGift, voidRedemption, type Gift, type HeldGift } from '../../api/gifts.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

interface HeldProps {
  held: HeldGift
  gift: Gift
  onNext: () => void
}

/** What was redeemed: into the hand now, or given up. */
export function Held({ held: { redemptionId: id, pickUpCode }, gift, onNext }: HeldProps) {
  const text = useText()
  const name = useName()(gift)
  const hand = useChange((body: { pickUpCode: string }, commandId) =>
    call(handOverGift, { params: { id }, body, commandId }),
  )
  const giveUp = useChange((_: undefined, commandId) => call(voidRedemption, { params: { id }, commandId }))
  const isOver = gift.kind === 'coupon' || hand.isSuccess || giveUp.isSuccess
  return (
    <>
      <div className="hand-gift">
        <GiftPicture picture={gift.picture} />
        <strong>{name}</strong>
      </div>
      {said()}
      {hand.isError ? <ProblemNotice problem={hand.error} /> : null}
      {giveUp.isError ? <ProblemNotice problem={giveUp.error} /> : null}
      <div className="booth-action">
        {isOver ? (
          <Button kind="primary" icon="arrow" onPress={onNext}>
            {text('next')}
          </Button>
        ) : (
          <>
            <Button
              kind="primary"
              icon="check"
              isPending={hand.isPending}
              onPress={() => hand.mutate({ pickUpCode })}
            >
              {text('hand.do')}
            </Button>
            <Button isPending={giveUp.isPending} onPress={() => giveUp.mutate(undefined)}>
              {text('void')}
            </Button>
          </>
        )}
      </div>
    </>
  )

  function said() {
    if (hand.isSuccess) return <Notice tone="good" title={text('hand.done', { name })} />
    if (giveUp.isSuccess) return <Notice tone="plain" title={text('void.done')} />
    if (gift.kind === 'coupon')
      return <Notice tone="good" title={text('held.coupon', { name })} todo={text('held.coupon.todo')} />
    return <Notice tone="good" title={text('held.title', { name })} todo={text('held.todo')} />
  }
}
