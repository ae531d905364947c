import { describe, expect, test } from 'vitest'
import type { PrinterJob, PrinterJobState, PrinterLook } from '../../hardware/ports.ts'
import { judge } from '../../server/printing/following.ts'
import { cardsPerHour, secondsFor } from '../../server/printing/pace.ts'
import { stoppingReason, troubleOf } from '../../server/printing/readiness.ts'

const look: PrinterLook = {
  state: 'idle',
  isAccepting: true,
  reasons: [],
  model: 'Example',
  media: [],
  formats: ['application/pdf'],
  createsJobs: true,
}
const empty: PrinterLook = { ...look, state: 'stopped', reasons: ['media-empty-error'] }
const job = (state: PrinterJobState, known: Partial<PrinterJob> = {}): PrinterJob => ({
  id: 7,
  name: 'CW',
  state,
  reasons: [],
  sides: undefined,
  sheets: undefined,
  hasBegun: true,
  ...known,
})
const chunk = {
  state: 'printing',
  cards: 50,
  printerJobId: 7,
  isCancelling: false,
  isBound: false,
  printer: { kind: 'card', sheet: null, countsCards: false },
} as const
const fourUp = {
  paper: { widthUm: 210_000, heightUm: 148_000 },
  columns: 2,
  rows: 2,
  gapUm: { xUm: 4_000, yUm: 4_000 },
  duplex: 'short-edge',
  marks: { crop: true, registration: false },
} as const
const counting = { ...chunk, printer: { kind: 'card', sheet: null, countsCards: true } } as const
const asked = (
  what: Parameters<typeof judge>[0],
  said: PrinterJob | undefined,
  { at = look, isBeingSent = false } = {},
) => judge(what, { look: at, job: said, isBeingSent }).kind

describe('what follows from a printer’s words', () => {
  test('a job that is completed is printed, unless a printer that counts has fewer cards', () => {
    expect(asked(chunk, job('completed', { sides: 0 }))).toBe('printed')
    expect(asked(counting, job('completed', { sides: 100 }))).toBe('printed')
    expect(asked(counting, job('completed', { sheets: 49, sides: 100 }))).toBe('broke')
  })

  test('a sheet printer counts sheets: of ten cards, or of as many as stand on its own', () => {
    const sheets = { ...chunk, printer: { kind: 'sheet', sheet: null, countsCards: true } } as const
    expect(asked(sheets, job('completed', { sheets: 5 }))).toBe('printed')
    expect(asked(sheets, job('completed', { sheets: 4 }))).toBe('broke')
    expect(asked(sheets, job('completed', { sides: 10 }))).toBe('printed')
    const two = { ...sheets, printer: { ...sheets.printer, sheet: fourUp } }
    expect(asked(two, job('completed', { sheets: 12 }))).toBe('broke')
    expect(asked(two, job('completed', { sheets: 13 }))).toBe('printed')
  })

  test('a job that broke off is untouched only where that is certain', () => {
    expect(asked(chunk, job('aborted', { sides: 0 }))).toBe('broke')
    expect(asked(chunk, job('aborted', { hasBegun: undefined }))).toBe('broke')
    expect(asked(chunk, job('cancelled', { hasBegun: false }))).toBe('untouched')
    expect(asked(counting, job('aborted', { sides: 1 }))).toBe('untouched')
    expect(asked(counting, job('aborted', { sides: 2 }))).toBe('broke')
    expect(asked(counting, job('aborted'))).toBe('broke')
  })

  test('a job that the printer does not know was never sent only if it had no number yet', () => {
    expect(asked(chunk, undefined)).toBe('broke')
    const unnumbered = { ...chunk, printerJobId: null }
    expect(asked(unnumbered, undefined)).toBe('untouched')
    expect(asked(unnumbered, undefined, { at: { ...look, createsJobs: false } })).toBe('broke')
  })

  test('a job that waits at a printer that cannot print is taken back from it, but not from the only one wanted', () => {
    const waiting = job('pending', { hasBegun: false })
    expect(asked(chunk, waiting)).toBe('wait')
    expect(asked(chunk, waiting, { at: empty })).toBe('cancel')
    expect(asked({ ...chunk, isBound: true }, waiting, { at: empty })).toBe('wait')
    expect(asked(chunk, job('processing'), { at: empty })).toBe('wait')
    expect(asked(chunk, job('stopped'), { at: empty })).toBe('wait')
  })

  test('a job whose sender died before all of it went is taken back, if nothing was printed', () => {
    const halfSent = { ...chunk, state: 'sending' } as const
    expect(asked(halfSent, job('held', { hasBegun: false }))).toBe('cancel')
    expect(asked(halfSent, job('processing'))).toBe('wait')
    expect(asked(halfSent, job('held', { hasBegun: false }), { isBeingSent: true })).toBe('wait')
  })

  test('a job that somebody cancels is stopped at its printer, and judged when it has ended', () => {
    const unwanted = { ...chunk, isCancelling: true }
    for (const state of ['pending', 'held', 'processing', 'stopped'] as const)
      expect(asked(unwanted, job(state)), state).toBe('cancel')
    expect(asked(unwanted, job('processing'), { isBeingSent: true })).toBe('cancel')
    expect(asked(unwanted, job('completed'))).toBe('printed')
  })
})

test('a printer is held up by what its one feeder, ribbon and lid say, however bad it calls it', () => {
  expect(stoppingReason(['media-low-warning', 'marker-supply-low-report'])).toBeNull()
  expect(stoppingReason(['media-low-warning', 'media-empty-warning'])).toBe('media-empty')
  expect(stoppingReason(['fuser-over-temp-error'])).toBe('fuser-over-temp')
  expect(troubleOf(look)).toBeNull()
  expect(troubleOf(empty)).toBe('media-empty')
  expect(troubleOf({ ...look, state: 'stopped' })).toBe('stopped')
  expect(troubleOf({ ...look, isAccepting: false })).toBe('not-accepting')
  expect(troubleOf({ ...look, formats: ['image/pwg-raster'] })).toBe('takes-no-pdf')
})

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 9, minute))

test('the pace is that of all printers at work together', () => {
  const slow = { printerId: 'a', cards: 50, beganAt: at(0), endedAt: at(20) }
  const quick = { printerId: 'b', cards: 50, beganAt: at(0), endedAt: at(10) }
  expect(cardsPerHour([slow])).toBe(150)
  expect(cardsPerHour([slow, quick])).toBe(450)
  expect(cardsPerHour([slow, { ...slow, beganAt: at(30), endedAt: at(50) }])).toBe(150)
  expect(cardsPerHour([])).toBeNull()
  expect(cardsPerHour([{ ...slow, cards: 0 }])).toBeNull()
  expect(secondsFor(75, 150)).toBe(1_800)
  expect(secondsFor(75, null)).toBeNull()
})
