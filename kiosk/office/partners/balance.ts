import { useFormats } from '../../i18n/format.ts'
import { useText } from './texts.ts'

/** Who owes whom, in words. */
export function useBalanceWords(): (fen: number) => string {
  const text = useText()
  const { money } = useFormats()
  return (fen) => {
    if (fen === 0) return text('balance.even')
    return text(fen > 0 ? 'balance.owes' : 'balance.owed', { sum: money(Math.abs(fen)) })
  }
}
