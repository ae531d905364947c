import { useText } from './texts.ts'

const known = [
  'card-held',
  'card-lost',
  'no-card',
  'unknown-card',
  'not-genuine',
  'reader-cannot',
  'station-not-approved',
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

/** What to do about an error that a device or a run has told by its code. */
export function useErrorWords() {
  const text = useText()
  return (code: string): string => (isKnown(code) ? text(`error.${code}`) : text('error.other', { code }))
}
