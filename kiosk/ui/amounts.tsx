import { useFormats } from '../i18n/format.ts'
import { useUiText } from './texts.ts'

/** Points with their unit. */
export const Points = ({ points }: { points: number }) => (
  <span className="figures">{useUiText()('points.amount', { count: points })}</span>
)

/** A moment, read in the shop's zone; `at` is ISO 8601. */
export function DateTime({
  at,
  show = 'date and time',
}: {
  at: string
  show?: 'date' | 'time' | 'date and time'
}) {
  const formats = useFormats()
  const words = { date: formats.date, time: formats.time, 'date and time': formats.dateTime }[show]
  return (
    <time className="figures" dateTime={at}>
      {words(at)}
    </time>
  )
}
