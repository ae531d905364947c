import { useState } from 'react'
import { call } from '../../api/call.ts'
import { typeForm, type Drive, type FormTyped, type TypedForm } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useShopDay } from '../shop-day.ts'
import { useText } from './texts.ts'

/** Where, when and by whom a person was served; a pile of forms mostly shares it. */
export type Served = Partial<Pick<TypedForm, 'boothId' | 'promoterId' | 'signedOn'>>
export type Typed = Pick<FormTyped, 'outcome' | 'cardNumber'> & { name: string }

interface TypeFormProps {
  drive: Drive
  formId: string
  served: Served
  onDone: (typed: Typed, served: Served) => void
  onCancel: () => void
}

const noGift = ''
const phoneDigits = 11
const cardShape = /^\d{16}$/

/** What stands on the paper, field by field in its order. */
export function TypeForm({ drive, formId, served, onDone, onCancel }: TypeFormProps) {
  const text = useText()
  const nameOf = useName()
  const { day: inWords } = useFormats()
  const today = useShopDay()
  const [form, setForm] = useState({
    ...served,
    name: '',
    phone: '',
    birthday: '',
    introducer: '',
    sourceCode: undefined as string | undefined,
    giftId: noGift,
    cardNumber: '',
  })
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const command = useChange((body: TypedForm, commandId) =>
    call(typeForm, { params: { formId }, body, commandId }),
  )
  const finished = finishedForm(form)
  const card = digitsOf(form.cardNumber)
  return (
    <OfficeForm
      submit={text('forms.type.submit')}
      command={command}
      isComplete={finished !== undefined}
      onCancel={onCancel}
      onSubmit={() => {
        if (!finished) return
        const { boothId, promoterId, signedOn, name } = finished
        command.mutate(finished, {
          onSuccess: (typed) => onDone({ ...typed, name }, { boothId, promoterId, signedOn }),
        })
      }}
    >
      <p className="soft figures form-number">{formId.toUpperCase()}</p>
      <div className="form-grid">
        <RequiredText
          label={text('forms.name')}
          value={form.name}
          onChange={(name) => set({ name })}
          maxLength={40}
        />
        <RequiredText
          label={text('forms.phone')}
          type="tel"
          wrongWhenSent={digitsOf(form.phone).length < phoneDigits ? text('forms.phone.wrong') : undefined}
          value={form.phone}
          onChange={(phone) => set({ phone })}
          maxLength={20}
        />
        <TextField
          label={text('forms.birthday')}
          type="date"
          value={form.birthday}
          onChange={(birthday) => set({ birthday })}
        />
        <TextField
          label={text('forms.introducer')}
          value={form.introducer}
          onChange={(introducer) => set({ introducer })}
          maxLength={40}
        />
        <RequiredSelect
          label={text('drive.source')}
          value={form.sourceCode}
          onChange={(sourceCode) => set({ sourceCode })}
          options={drive.sources.map((source) => ({ value: source.code, label: nameOf(source) }))}
        />
        <Select
          label={text('forms.gift')}
          value={form.giftId}
          onChange={(giftId) => set({ giftId })}
          options={[
            { value: noGift, label: text('forms.no-gift') },
            ...drive.gifts.map((gift) => ({ value: gift.giftId, label: nameOf(gift) })),
          ]}
        />
        <RequiredText
          label={text('forms.card')}
          inputMode="numeric"
          wrongWhenSent={cardShape.test(card) ? undefined : text('forms.card.wrong')}
          value={form.cardNumber}
          onChange={(cardNumber) => set({ cardNumber })}
          maxLength={24}
        />
        <RequiredSelect
          label={text('forms.date')}
          value={form.signedOn}
          onChange={(signedOn) => set({ signedOn })}
          options={drive.days
            .filter(({ day }) => day <= today)
            .map(({ day }) => ({ value: day, label: inWords(day) }))}
        />
        <RequiredSelect
          label={text('booths.name')}
          value={form.boothId}
          onChange={(boothId) => set({ boothId })}
          options={drive.booths.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <RequiredSelect
          label={text('forms.promoter')}
          value={form.promoterId}
          onChange={(promoterId) => set({ promoterId })}
          options={drive.team.map(({ staffId, displayName }) => ({ value: staffId, label: displayName }))}
        />
      </div>
    </OfficeForm>
  )
}

const digitsOf = (typed: string) => typed.replaceAll(/[\s-]/g, '')

interface Fields extends Served {
  name: string
  phone: string
  birthday: string
  introducer: string
  sourceCode: string | undefined
  giftId: string
  cardNumber: string
}

/** What is sent; undefined while something is missing. */
function finishedForm({ birthday, introducer, giftId, ...fields }: Fields): TypedForm | undefined {
  const { boothId, promoterId, signedOn, sourceCode } = fields
  const cardNumber = digitsOf(fields.cardNumber)
  const [name, phone] = [fields.name.trim(), fields.phone.trim()]
  if (!boothId || !promoterId || !signedOn || !sourceCode || !cardShape.test(cardNumber)) return undefined
  if (name === '' || digitsOf(phone).length < phoneDigits) return undefined
  return {
    boothId,
    promoterId,
    signedOn,
    sourceCode,
    name,
    phone,
    cardNumber,
    giftId: giftId === noGift ? null : giftId,
    ...(birthday === '' ? {} : { birthday }),
    ...(isWritten(introducer) ? { introducer: introducer.trim() } : {}),
  }
}
