import type { KioskGift, MyVoucher } from '../../api/kiosks.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useSessionText } from './texts.ts'

/** What a voucher is worth, and what it asks for, in a few words. */
export function useVoucherWords() {
  const text = useSessionText()
  const { money } = useFormats()
  const language = useLanguage()
  const worth = (rate: number | null, fen: number | null) => {
    if (fen !== null) return text('voucher.amount', { amount: money(fen) })
    if (rate === null) return text('voucher.benefit')
    return language === 'en'
      ? text('voucher.percent', { rate: (1_000 - rate) / 10 })
      : text('voucher.percent', { rate: rate / 100 })
  }
  const from = (minimumFen: number) =>
    minimumFen > 0 ? text('voucher.from', { amount: money(minimumFen) }) : undefined
  const change = (keepsChange: boolean) => (keepsChange ? text('voucher.change') : undefined)
  const joined = (parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(text('voucher.joint'))
  return {
    ofVoucher: ({ kind, ratePerMille, leftFen, valueFen, minimumFen, keepsChange }: MyVoucher) =>
      kind === 'benefit'
        ? text('voucher.benefit')
        : joined([
            worth(ratePerMille, leftFen === 0 ? valueFen : leftFen),
            from(minimumFen),
            change(keepsChange),
          ]),
    ofTerms: ({ value, minimumFen, keepsChange }: NonNullable<KioskGift['voucher']>) =>
      joined([
        value.kind === 'amount' ? worth(null, value.fen) : worth(value.ratePerMille, null),
        from(minimumFen),
        change(keepsChange),
      ]),
  }
}
