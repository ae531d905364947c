import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useText } from '../texts.ts'

/** What a member pays, as shops say it: 880 ‰ is "8.8 折" in Chinese and "12% off" in English. */
export function useDiscount(): (ratePerMille: number) => string {
  const text = useText()
  const { number, percent } = useFormats()
  const language = useLanguage()
  return (ratePerMille) =>
    text('discount', {
      rate: language === 'en' ? percent(1 - ratePerMille / 1_000) : number(ratePerMille / 100),
    })
}
