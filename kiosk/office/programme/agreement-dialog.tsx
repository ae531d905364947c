import { useState } from 'react'
import { call } from '../../api/call.ts'
import { agree, type Counter, type NewAgreement } from '../../api/programmes.ts'
import { useChange } from '../../api/reading.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Rows, Units } from './rules/fields.tsx'
import { hasGap } from './rules/gaps.ts'
import { newPromotion, PromotionFields } from './rules/promotion-fields.tsx'
import { useText } from './texts.ts'

/** What a counter agrees to from a day on; what held before stays as it was. */
export function AgreementDialog({ counter }: { counter: Counter }) {
  const text = useText()
  return (
    <DialogButton
      label={text('agreement.open')}
      title={text('agreement.title', { name: counter.name })}
      kind="quiet"
      icon="pen"
    >
      {(close) => <AgreementForm counter={counter} onDone={close} />}
    </DialogButton>
  )
}

function AgreementForm({ counter, onDone }: { counter: Counter; onDone: () => void }) {
  const text = useText()
  const [agreed, setAgreed] = useState({
    joins: counter.joins,
    ratePerMille: counter.ratePerMille,
    promotions: counter.promotions,
  })
  const [advertising, setAdvertising] = useState(counter.advertising)
  const [day, setDay] = useState('')
  const command = useChange((body: NewAgreement, commandId) =>
    call(agree, { params: { id: counter.id }, body, commandId }),
  )
  const startsAt = day === '' ? null : `${day}T00:00:00+08:00`
  return (
    <OfficeForm
      submit={text('agreement.submit')}
      command={command}
      isComplete={!hasGap(agreed)}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate({ ...agreed, advertising: advertising.trim(), startsAt }, { onSuccess: onDone })
      }
    >
      <p>{text('agreement.words')}</p>
      <Checkbox isSelected={agreed.joins} onChange={(joins) => setAgreed({ ...agreed, joins })}>
        {text('counter.joins')}
      </Checkbox>
      <Units
        label={text('counter.rate')}
        help={text('counter.rate.help')}
        scale={10}
        min={1}
        max={1000}
        value={agreed.ratePerMille}
        onChange={(ratePerMille) => setAgreed({ ...agreed, ratePerMille })}
      />
      <Rows
        rows={agreed.promotions}
        onChange={(promotions) => setAgreed({ ...agreed, promotions })}
        add={text('agreement.promotion')}
        make={newPromotion}
      >
        {(promotion, set) => <PromotionFields of={promotion} onChange={set} />}
      </Rows>
      <TextField
        label={text('agreement.advertising')}
        help={text('agreement.advertising.help')}
        value={advertising}
        onChange={setAdvertising}
        maxLength={500}
      />
      <TextField
        label={text('agreement.from')}
        help={text('agreement.from.help')}
        type="date"
        value={day}
        onChange={setDay}
      />
    </OfficeForm>
  )
}
