import type { MonthOfPoints } from '../../api/reports.ts'
import { useText } from './texts.ts'

/** A month with a hyphen at which no line breaks. */
export const monthText = (month: string): string => month.replace('-', '\u2011')

/** As many as a chart has room for. */
export const CHARTED = 18

export function useMonthName(): (of: Pick<MonthOfPoints, 'month' | 'isClosed'>) => string {
  const text = useText()
  return ({ month, isClosed }) =>
    isClosed ? monthText(month) : text('month.open', { month: monthText(month) })
}
