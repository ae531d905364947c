import type { NewGift } from '../../api/gifts.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { Units } from '../programme/rules/fields.tsx'
import { useText } from './texts.ts'

export type VoucherTerms = NonNullable<NewGift['voucher']>

export const noTerms: VoucherTerms = {
  value: { kind: 'amount', fen: NaN },
  minimumFen: 0,
  validDays: 90,
  keepsChange: false,
}

export const areTermsComplete = ({ value, minimumFen, validDays }: VoucherTerms): boolean =>
  [value.kind === 'amount' ? value.fen : value.ratePerMille, minimumFen, validDays].every(Number.isInteger)

interface CouponFieldsProps {
  terms: VoucherTerms
  onChange: (terms: VoucherTerms) => void
}

/** What the voucher of a coupon is worth. */
export function CouponFields({ terms, onChange }: CouponFieldsProps) {
  const text = useText()
  const { value } = terms
  const set = (part: Partial<VoucherTerms>) => onChange({ ...terms, ...part })
  return (
    <>
      <Choice
        label={text('coupon.kind')}
        value={value.kind}
        onChange={(kind) =>
          set(
            kind === 'amount'
              ? { value: { kind, fen: NaN } }
              : { value: { kind, ratePerMille: NaN }, keepsChange: false },
          )
        }
        options={[
          { value: 'amount', label: text('coupon.amount') },
          { value: 'percent', label: text('coupon.percent') },
        ]}
      />
      {value.kind === 'amount' ? (
        <Units
          key="amount"
          label={text('coupon.fen')}
          scale={100}
          min={1}
          value={value.fen}
          onChange={(fen) => set({ value: { kind: 'amount', fen } })}
        />
      ) : (
        <Units
          key="percent"
          label={text('coupon.rate')}
          help={text('coupon.rate.help')}
          scale={10}
          min={1}
          max={999}
          value={value.ratePerMille}
          onChange={(ratePerMille) => set({ value: { kind: 'percent', ratePerMille } })}
        />
      )}
      <Units
        label={text('coupon.minimum')}
        help={text('coupon.minimum.help')}
        scale={100}
        value={terms.minimumFen}
        onChange={(minimumFen) => set({ minimumFen })}
      />
      <Units
        label={text('coupon.days')}
        min={1}
        max={3_660}
        value={terms.validDays}
        onChange={(validDays) => set({ validDays })}
      />
      {value.kind === 'amount' ? (
        <Checkbox isSelected={terms.keepsChange} onChange={(keepsChange) => set({ keepsChange })}>
          {text('coupon.change')}
        </Checkbox>
      ) : null}
    </>
  )
}
