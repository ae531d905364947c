import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { LackSentence } from '../enrolment/lack-line.tsx'
import type { FormDesk } from '../enrolment/form-desk.ts'
import type { GiftKind, NewEntry } from '../store/contract.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useKeptForm } from './use-kept-form.ts'

interface GiftChangeProps {
  tablet: Tablet
  desk: FormDesk
  promoterId: string
}

const kinds: readonly GiftKind[] = ['gift-returned', 'gift-swapped', 'gift-broken']

interface Filled {
  kind?: GiftKind
  giftId?: string
  forGiftId?: string
  reason: string
}

const nothing: Filled = { reason: '' }

/** A gift that comes back, is exchanged or breaks. */
export function GiftChange({ tablet, desk, promoterId }: GiftChangeProps) {
  const text = useText()
  const nameOf = useName()
  const [hasTried, setHasTried] = useState(false)
  const form = useKeptForm(tablet, { record: 'gift-change', promoterId, empty: nothing })
  if (!form) return null
  const { filled, fill, state } = form
  const entry = entryOf(filled, promoterId)
  const options = desk.stock.gifts.map((gift) => ({ value: gift.giftId, label: nameOf(gift) }))
  const submit = () => {
    setHasTried(!entry)
    if (entry) form.write(entry)
  }
  return (
    <section className="more-part" aria-labelledby="gift-change">
      <h2 id="gift-change">{text('gift.title')}</h2>
      <Form
        className="more-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Choice
          label={text('gift.kind')}
          value={filled.kind}
          options={kinds.map((kind) => ({ value: kind, label: text(`kind.${kind}`) }))}
          onChange={(kind) => fill({ kind })}
        />
        {filled.kind ? (
          <>
            <Choice
              label={text(filled.kind === 'gift-broken' ? 'gift.which' : 'gift.which.back')}
              value={filled.giftId}
              options={options}
              onChange={(giftId) => fill({ giftId })}
            />
            {filled.kind === 'gift-swapped' ? (
              <Choice
                label={text('gift.for')}
                value={filled.forGiftId}
                options={options}
                onChange={(forGiftId) => fill({ forGiftId })}
              />
            ) : null}
            <TextField
              label={text('gift.reason')}
              help={text('gift.reason.help')}
              value={filled.reason}
              onChange={(reason) => fill({ reason })}
              maxLength={200}
            />
            {hasTried && !entry ? <LackSentence words={text('gift.missing')} /> : null}
          </>
        ) : null}
        {state === 'saved' ? <Notice tone="good" title={text('gift.saved')} /> : null}
        {state === 'failed' ? (
          <Notice tone="bad" title={text('saved.failed')} todo={text('saved.failed.todo')} />
        ) : null}
        <div className="more-actions">
          <Button type="submit" isDisabled={!filled.kind} isPending={state === 'busy'}>
            {text('gift.submit')}
          </Button>
        </div>
      </Form>
    </section>
  )
}

function entryOf({ kind, giftId, forGiftId, reason }: Filled, promoterId: string): NewEntry | undefined {
  if (!kind || !giftId || reason.trim() === '') return undefined
  if (kind !== 'gift-swapped') return { promoterId, kind, body: { giftId, reason: reason.trim() } }
  return forGiftId ? { promoterId, kind, body: { giftId, forGiftId, reason: reason.trim() } } : undefined
}
