import { useText } from './texts.ts'

const known = [
  'media-empty',
  'media-needed',
  'media-jam',
  'input-tray-missing',
  'cover-open',
  'door-open',
  'marker-supply-empty',
  'output-area-full',
  'paused',
  'stopped',
  'not-accepting',
  'takes-no-pdf',
  'printer-unreachable',
  'printer-busy',
  'printer-refused',
  'printer-answer-wrong',
  'printer-address-refused',
  'printer-not-itself',
  'job-forgotten',
  'job-aborted',
  'job-cancelled',
  'count-short',
  'not-drawn',
  'file-failed',
] as const
type Known = (typeof known)[number]
const isKnown = (code: string): code is Known => known.some((name) => name === code)

/** What holds a printer or a job up, and what to do about it. */
export function useTroubleWords() {
  const text = useText()
  return (code: string): string => (isKnown(code) ? text(`trouble.${code}`) : text('trouble.other', { code }))
}
