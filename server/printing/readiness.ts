import type { PrinterLook } from '../../hardware/ports.ts'

/** How bad a reason is stands at its end (RFC 8011 §5.4.12). */
const SEVERITY = /-(report|warning|error)$/

/** What stops a printer for cards however bad it calls it: it has one feeder, one ribbon and one lid. */
const stoppers: ReadonlySet<string> = new Set([
  'media-empty',
  'media-needed',
  'media-jam',
  'input-tray-missing',
  'cover-open',
  'door-open',
  'interlock-open',
  'marker-supply-empty',
  'marker-waste-full',
  'toner-empty',
  'developer-empty',
  'output-area-full',
  'paused',
  'moving-to-paused',
  'shutdown',
  'spool-area-full',
])

/** @returns the reason as people know it, without its severity */
export const reasonName = (reason: string): string => reason.replace(SEVERITY, '')

/** The first reason that keeps a printer from printing; null when none does. */
export const stoppingReason = (reasons: readonly string[]): string | null =>
  reasons
    .map((reason) => ({ name: reasonName(reason), isError: reason.endsWith('-error') }))
    .find(({ name, isError }) => isError || stoppers.has(name))?.name ?? null

/** Why this printer gets no cards now: a reason of IPP's or one of ours; null when it may have some. */
export function troubleOf({ state, isAccepting, reasons, formats }: PrinterLook): string | null {
  const reason = stoppingReason(reasons)
  if (reason) return reason
  if (state === 'stopped') return 'stopped'
  if (!isAccepting) return 'not-accepting'
  const takesPdf = formats.length === 0 || formats.includes('application/pdf')
  return takesPdf ? null : 'takes-no-pdf'
}
