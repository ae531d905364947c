import { Checkbox } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { FormPart } from '../../form-part.tsx'
import { Units } from './fields.tsx'
import type { PartProps } from './part.ts'
import { useText } from './texts.ts'

export function ReviewPart({ rules: { review }, change }: PartProps) {
  const text = useText()
  const begun = { months: 12, graceDays: 60, downgrade: 'one-step' as const }
  return (
    <FormPart title={text('review.title')}>
      <Checkbox isSelected={review !== null} onChange={(is) => change({ review: is ? begun : null })}>
        {text('review.on')}
      </Checkbox>
      {review ? (
        <div className="form-row">
          <Units
            label={text('review.months')}
            min={1}
            max={120}
            value={review.months}
            onChange={(months) => change({ review: { ...review, months } })}
          />
          <Units
            label={text('review.grace')}
            max={366}
            value={review.graceDays}
            onChange={(graceDays) => change({ review: { ...review, graceDays } })}
          />
          <Select
            label={text('review.downgrade')}
            value={review.downgrade}
            options={(['one-step', 'by-balance'] as const).map((value) => ({
              value,
              label: text(`review.${value}`),
            }))}
            onChange={(downgrade) => change({ review: { ...review, downgrade } })}
          />
        </div>
      ) : null}
    </FormPart>
  )
}
