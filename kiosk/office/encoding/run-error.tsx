import { Notice } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const known = [
  'card-lost',
  'no-card',
  'unknown-card',
  'card-refused',
  'reader-gone',
  'device-missing',
  'driver-missing',
  'bad-swipe',
  'write-failed',
  'timeout',
  'batch-complete',
  'no-blanks-left',
  'card-finished-already',
  'card-spoiled-already',
  'card-of-another-batch',
  'stripe-differs',
  'station-down',
] as const
type Known = (typeof known)[number]
const isKnown = (code: string): code is Known => known.some((name) => name === code)

/** Why the card on the reader is not finished, and what to do. */
export function RunError({ code }: { code: string }) {
  const text = useText()
  return (
    <Notice
      tone="bad"
      title={text('error.title')}
      saved={text('error.saved')}
      todo={isKnown(code) ? text(`error.${code}`) : text('error.other', { code })}
    />
  )
}
