import { useState } from 'react'
import { call } from '../../api/call.ts'
import { handOverGift, type Gift, type HeldGift } from '../../api/gifts.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RedeemForm } from './redeem-form.tsx'
import type { useStock } from './use-stock.ts'
import { useText } from './texts.ts'

interface RedeemHereProps {
  placeId: string
  stock: ReturnType<typeof useStock>
}

/** Points are spent at a desk or a booth, by a tap and the PIN, as at a kiosk. */
export function RedeemHere({ placeId, stock: { gifts, onHand } }: RedeemHereProps) {
  const text = useText()
  const redeemable = gifts.filter(
    ({ id, kind, pricePoints }) => pricePoints > 0 && (kind !== 'goods' || onHand(placeId, id) > 0),
  )
  return (
    <DialogButton label={text('redeem.open')} title={text('redeem.title')} icon="gift">
      {(close) =>
        redeemable.length === 0 ? (
          <p>{text('redeem.none')}</p>
        ) : (
          <Redeeming placeId={placeId} gifts={redeemable} onDone={close} />
        )
      }
    </DialogButton>
  )
}

interface RedeemingProps {
  placeId: string
  gifts: readonly Gift[]
  onDone: () => void
}

function Redeeming({ placeId, gifts, onDone }: RedeemingProps) {
  const [taken, setTaken] = useState<{ held: HeldGift; gift: Gift }>()
  return taken ? (
    <Taken {...taken} onDone={onDone} />
  ) : (
    <RedeemForm
      placeId={placeId}
      gifts={gifts}
      onCancel={onDone}
      onHeld={(held, gift) => setTaken({ held, gift })}
    />
  )
}

/** Goods go straight into the member's hand; what is kept for later shows in the list behind. */
function Taken({ held, gift, onDone }: { held: HeldGift; gift: Gift; onDone: () => void }) {
  const text = useText()
  const name = useName()(gift)
  const { redemptionId: id, pickUpCode } = held
  const command = useChange((body: { pickUpCode: string }, commandId) =>
    call(handOverGift, { params: { id }, body, commandId }),
  )
  return (
    <>
      {command.isSuccess ? (
        <Notice tone="good" title={text('hand.done', { name })} />
      ) : (
        <Notice
          tone="good"
          title={text(`redeem.done.${gift.kind}`, { name })}
          todo={
            gift.kind === 'coupon' ? (
              text('redeem.todo.coupon')
            ) : (
              <>
                {text('redeem.code', { code: pickUpCode })} {text('holds.until')}{' '}
                <DateTime at={held.expiresAt} />
              </>
            )
          }
        />
      )}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <div className="actions">
        {gift.kind === 'goods' && !command.isSuccess ? (
          <Button
            kind="primary"
            icon="gift"
            isPending={command.isPending}
            onPress={() => command.mutate({ pickUpCode })}
          >
            {text('hand.submit')}
          </Button>
        ) : null}
        <Button onPress={onDone}>{text('redeem.close')}</Button>
      </div>
    </>
  )
}
