import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  getSlotsOf,
  redeemAtCounter,
  type Gift,
  type HeldGift,
  type RedeemAtCounter,
} from '../../api/gifts.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

interface RedeemFormProps {
  placeId: string
  /** what can be redeemed at the place */
  gifts: readonly Gift[]
  onCancel: () => void
  onHeld: (held: HeldGift, gift: Gift) => void
}

/** For a member at the desk: which gift, their card on the reader just now, and their PIN. */
export function RedeemForm({ placeId, gifts, onCancel, onHeld }: RedeemFormProps) {
  const text = useText()
  const nameOf = useName()
  const [giftId, setGiftId] = useState<string>()
  const [slotId, setSlotId] = useState<string>()
  const [tap, setTap] = useState('')
  const [pin, setPin] = useState('')
  const gift = gifts.find(({ id }) => id === giftId)
  const isTap = /\/t#b=/.test(tap)
  const isPin = /^\d{6}$/.test(pin)
  const command = useChange((body: RedeemAtCounter, commandId) => call(redeemAtCounter, { body, commandId }))
  return (
    <OfficeForm
      submit={text('redeem.submit')}
      command={command}
      isComplete={gift !== undefined && (gift.kind !== 'service' || slotId !== undefined) && isTap && isPin}
      onCancel={onCancel}
      undone={text('redeem.saved')}
      onSubmit={() => {
        if (!gift) return
        const body = { placeId, giftId: gift.id, tap: tap.trim(), pin, ...(slotId ? { slotId } : {}) }
        command.mutate(body, {
          onSuccess: (held) => onHeld(held, gift),
          onError: ({ code }) => {
            // What the chip said counts once: sent again it would look like a copied card.
            if (/^(card|pin)-/.test(code)) {
              setTap('')
              setPin('')
            }
          },
        })
      }}
    >
      <p>{text('redeem.words')}</p>
      <RequiredSelect
        label={text('list.name')}
        value={giftId}
        onChange={(next) => {
          setGiftId(next)
          setSlotId(undefined)
        }}
        options={gifts.map((each) => ({
          value: each.id,
          label: text('redeem.gift', { name: nameOf(each), points: each.pricePoints }),
        }))}
      />
      {gift?.kind === 'service' ? (
        <SlotField giftId={gift.id} placeId={placeId} value={slotId} onChange={setSlotId} />
      ) : null}
      <RequiredText
        label={text('redeem.tap')}
        help={text('redeem.tap.help')}
        value={tap}
        onChange={setTap}
        error={isWritten(tap) && !isTap ? text('redeem.tap.wrong') : undefined}
        maxLength={400}
      />
      <RequiredText
        label={text('redeem.pin')}
        help={text('redeem.pin.help')}
        value={pin}
        onChange={setPin}
        wrongWhenSent={isPin ? undefined : text('redeem.pin.wrong')}
        type="password"
        inputMode="numeric"
        maxLength={6}
      />
    </OfficeForm>
  )
}

interface SlotFieldProps {
  giftId: string
  placeId: string
  value: string | undefined
  onChange: (slotId: string) => void
}

function SlotField({ giftId, placeId, value, onChange }: SlotFieldProps) {
  const text = useText()
  const { dateTime } = useFormats()
  const found = useRead(getSlotsOf, { params: { id: giftId }, query: { placeId } })
  if (found.data?.slots.length === 0) return <p>{text('redeem.slots.none')}</p>
  return (
    <RequiredSelect
      label={text('visits.time')}
      value={value}
      onChange={onChange}
      options={(found.data?.slots ?? []).map(({ id, startsAt }) => ({
        value: id,
        label: dateTime(startsAt),
      }))}
    />
  )
}
