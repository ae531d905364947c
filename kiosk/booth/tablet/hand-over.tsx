import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SignaturePad, type Signature } from '../../ui/signature-pad.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { LackSentence } from '../enrolment/lack-line.tsx'
import { sentSignature } from '../enrolment/state.ts'
import type { FormDesk } from '../enrolment/form-desk.ts'
import type { NewEntry, Provision } from '../store/contract.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import { useKeptForm, type KeptForm } from './use-kept-form.ts'

interface HandOverProps {
  tablet: Tablet
  desk: FormDesk
  promoterId: string
}

interface Filled {
  toPromoterId?: string
  cards: string
  /** pieces by gift */
  gifts: Readonly<Record<string, string>>
  from?: Signature | undefined
  to?: Signature | undefined
}

const nothing: Filled = { cards: '', gifts: {} }

/** Cards and gifts go from one person of the booth to another, and both sign. */
export function HandOver({ tablet, desk, promoterId }: HandOverProps) {
  const text = useText()
  const { team } = useTabletView(tablet).provision
  const form = useKeptForm(tablet, { record: 'hand-over', promoterId, empty: nothing })
  const others = team.filter(({ staffId }) => staffId !== promoterId)
  if (!form) return null
  return (
    <section className="more-part" aria-labelledby="hand-over">
      <h2 id="hand-over">{text('hand.title')}</h2>
      {others.length === 0 ? (
        <p className="soft">{text('hand.none')}</p>
      ) : (
        <Fields form={form} desk={desk} others={others} promoterId={promoterId} />
      )}
    </section>
  )
}

interface FieldsProps {
  form: KeptForm<Filled>
  desk: FormDesk
  others: Provision['team']
  promoterId: string
}

function Fields({ form: { filled, fill, state, write }, desk, others, promoterId }: FieldsProps) {
  const text = useText()
  const [hasTried, setHasTried] = useState(false)
  const entry = entryOf(filled, promoterId)
  const submit = () => {
    setHasTried(!entry)
    if (entry) write(entry)
  }
  return (
    <Form
      className="more-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Choice
        label={text('hand.to')}
        value={filled.toPromoterId}
        options={others.map(({ staffId, displayName }) => ({ value: staffId, label: displayName }))}
        onChange={(toPromoterId) => fill({ toPromoterId })}
      />
      {filled.toPromoterId ? <Goods filled={filled} fill={fill} desk={desk} /> : null}
      {hasTried && !entry ? <LackSentence words={text('hand.missing')} /> : null}
      {state === 'saved' ? <Notice tone="good" title={text('hand.saved')} /> : null}
      {state === 'failed' ? (
        <Notice tone="bad" title={text('saved.failed')} todo={text('saved.failed.todo')} />
      ) : null}
      <div className="more-actions">
        <Button type="submit" isDisabled={!filled.toPromoterId} isPending={state === 'busy'}>
          {text('hand.submit')}
        </Button>
      </div>
    </Form>
  )
}

/** What goes over, and who has signed for it. */
function Goods({ filled, fill, desk }: Pick<KeptForm<Filled>, 'filled' | 'fill'> & { desk: FormDesk }) {
  const text = useText()
  const nameOf = useName()
  return (
    <>
      <div className="person">
        <TextField
          label={text('hand.cards')}
          value={filled.cards}
          onChange={(cards) => fill({ cards: digitsOf(cards) })}
          inputMode="numeric"
          maxLength={5}
        />
        {desk.stock.gifts.map((gift) => (
          <TextField
            key={gift.giftId}
            label={text('hand.gift', { name: nameOf(gift) })}
            value={filled.gifts[gift.giftId] ?? ''}
            onChange={(pieces) => fill({ gifts: { ...filled.gifts, [gift.giftId]: digitsOf(pieces) } })}
            inputMode="numeric"
            maxLength={5}
          />
        ))}
      </div>
      <div className="signature-pair">
        <SignaturePad
          label={text('hand.from-sign')}
          value={filled.from}
          onChange={(from) => fill({ from })}
        />
        <SignaturePad label={text('hand.to-sign')} value={filled.to} onChange={(to) => fill({ to })} />
      </div>
    </>
  )
}

const digitsOf = (typed: string) => typed.normalize('NFKC').replaceAll(/\D/g, '')

function entryOf({ toPromoterId, cards, gifts, from, to }: Filled, promoterId: string): NewEntry | undefined {
  const pieces = Object.entries(gifts)
    .map(([giftId, quantity]) => ({ giftId, quantity: Number(quantity) }))
    .filter(({ quantity }) => quantity > 0)
  if (!toPromoterId || !from || !to || (Number(cards) === 0 && pieces.length === 0)) return undefined
  const signatures = { from: sentSignature(from), to: sentSignature(to) }
  return {
    promoterId,
    kind: 'handover',
    body: { toPromoterId, cards: Number(cards), gifts: pieces, signatures },
  }
}
