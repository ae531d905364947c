import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addGift, type NewGift } from '../../api/gifts.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { areTermsComplete, CouponFields, noTerms, type VoucherTerms } from './coupon-fields.tsx'
import { useText } from './texts.ts'

type Kind = NonNullable<NewGift['kind']>
const kinds: readonly Kind[] = ['goods', 'coupon', 'service']
const pictures = ['umbrella', 'tea', 'thermos', 'tote', 'scarf', 'towel', 'mug', 'gift'] as const

export function AddGift() {
  const text = useText()
  return (
    <DialogButton label={text('add.open')} title={text('add.title')} kind="primary">
      {(close) => <GiftForm onDone={close} />}
    </DialogButton>
  )
}

function GiftForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [nameZh, setNameZh] = useState('')
  const [nameEn, setNameEn] = useState('')
  const [picture, setPicture] = useState<(typeof pictures)[number]>('gift')
  const [kind, setKind] = useState<Kind>('goods')
  const [terms, setTerms] = useState<VoucherTerms>(noTerms)
  const [pricePoints, setPrice] = useState<number>()
  const command = useChange((body: NewGift, commandId) => call(addGift, { body, commandId }))
  return (
    <OfficeForm
      submit={text('add.submit')}
      command={command}
      isComplete={
        isWritten(nameZh) &&
        isWritten(nameEn) &&
        pricePoints !== undefined &&
        (kind !== 'coupon' || areTermsComplete(terms))
      }
      onCancel={onDone}
      onSubmit={() => {
        if (pricePoints === undefined) return
        const voucher = kind === 'coupon' ? { voucher: terms } : {}
        const names = { nameZh: nameZh.trim(), nameEn: nameEn.trim() }
        const body = { ...names, picture, pricePoints, kind, ...voucher }
        command.mutate(body, { onSuccess: onDone })
      }}
    >
      <Choice
        label={text('add.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: text(`kind.${value}`) }))}
      />
      <p className="soft">{text(`kind.${kind}.words`)}</p>
      <RequiredText label={text('add.zh')} value={nameZh} onChange={setNameZh} maxLength={60} />
      <RequiredText label={text('add.en')} value={nameEn} onChange={setNameEn} maxLength={60} />
      <div className="gift-picture-choice">
        <RequiredSelect
          label={text('add.picture')}
          value={picture}
          onChange={setPicture}
          options={pictures.map((value) => ({ value, label: text(`picture.${value}`) }))}
        />
        <span className="gift-thumb large">
          <GiftPicture picture={picture} />
        </span>
      </div>
      <NumberField
        label={text('add.price')}
        help={text('add.price.help')}
        value={pricePoints}
        min={0}
        max={10_000_000}
        onChange={setPrice}
      />
      {kind === 'coupon' ? <CouponFields terms={terms} onChange={setTerms} /> : null}
    </OfficeForm>
  )
}
