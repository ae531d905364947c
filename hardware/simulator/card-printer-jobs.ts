import {
  groupTags,
  valueTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
} from '../printing/ipp-message.ts'

/** States as RFC 8011 §5.3.7 numbers them. */
const job = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  cancelled: 7,
  aborted: 8,
  completed: 9,
} as const
/** RFC 8011 §5.4.11. */
const printer = { idle: 3, processing: 4, stopped: 5 } as const
/** RFC 8011 §5.4.15. */
const operation = { create: 0x05, send: 0x06, cancel: 0x08, job: 0x09, jobs: 0x0a, printer: 0x0b } as const
/** RFC 8011 Appendix B.1. */
const status = { ok: 0, notPossible: 0x0404, notFound: 0x0406, notSupported: 0x0501 } as const
/** Out-of-band value (RFC 8010 §3.5.2). */
const NO_VALUE = 0x13
const SIDES_OF_A_CARD = 2
const KEPT_JOBS = 50

interface SimulatedJob {
  id: number
  name: string
  state: number
  /** of its document; null until that came */
  sides: number | null
  sidesDone: number
  /** seconds since the printer was switched on */
  begunAt: number | null
}

export interface PrinterState {
  jobs: SimulatedJob[]
  lastId: number
  switchedOnAt: number
  hasBlanks: boolean
  /** the next card breaks the job off */
  isJamming: boolean
}

export const newPrinterState = (): PrinterState => ({
  jobs: [],
  lastId: 0,
  switchedOnAt: Date.now(),
  hasBlanks: true,
  isJamming: false,
})

const isOver = ({ state }: SimulatedJob): boolean => state >= job.cancelled

/** The job that it is at, or that comes next. */
export const atWork = ({ jobs }: PrinterState): SimulatedJob | undefined =>
  jobs.find((one) => !isOver(one) && one.sides !== null)

/** The time of one card has passed. */
export function tick(state: PrinterState): void {
  const now = atWork(state)
  if (!now || !state.hasBlanks) return
  now.state = job.processing
  now.begunAt ??= Math.max(1, Math.round((Date.now() - state.switchedOnAt) / 1_000))
  if (state.isJamming) {
    state.isJamming = false
    now.state = job.aborted
    return
  }
  now.sidesDone = Math.min(now.sides ?? 0, now.sidesDone + SIDES_OF_A_CARD)
  if (now.sidesDone === now.sides) now.state = job.completed
}

interface IppRequest extends IppMessage {
  /** the whole request; a document stands at its end */
  document: Buffer
}

/** What the printer answers, and does. */
export function answerIpp(state: PrinterState, request: IppRequest): IppMessage {
  const asked = new Map(
    request.groups.flatMap(({ attributes }) => attributes.map(({ name, values }) => [name, values[0]])),
  )
  const reply = (code: number, groups: readonly IppGroup[] = []): IppMessage => ({
    code,
    requestId: request.requestId,
    groups: [operationGroup, ...groups],
  })
  const found = state.jobs.find(({ id }) => id === asked.get('job-id'))
  switch (request.code) {
    case operation.printer:
      return reply(status.ok, [printerGroup(state)])
    case operation.create:
      return reply(status.ok, [jobGroup(createJob(state, String(asked.get('job-name') ?? '')))])
    case operation.jobs: {
      const wantsOver = asked.get('which-jobs') === 'completed'
      return reply(status.ok, state.jobs.filter((one) => isOver(one) === wantsOver).map(jobGroup))
    }
    case operation.job:
      return found ? reply(status.ok, [jobGroup(found)]) : reply(status.notFound)
    case operation.send:
      if (!found) return reply(status.notFound)
      if (found.state !== job.pending || found.sides !== null) return reply(status.notPossible)
      found.sides = sidesOf(request.document)
      if (found.sides === 0) found.state = job.aborted
      return reply(status.ok, [jobGroup(found)])
    case operation.cancel:
      if (!found) return reply(status.notFound)
      if (isOver(found)) return reply(status.notPossible)
      found.state = job.cancelled
      return reply(status.ok)
    default:
      return reply(status.notSupported)
  }
}

function createJob(state: PrinterState, name: string): SimulatedJob {
  state.lastId += 1
  const made = { id: state.lastId, name, state: job.pending, sides: null, sidesDone: 0, begunAt: null }
  state.jobs = [...state.jobs.slice(-KEPT_JOBS), made]
  return made
}

const sidesOf = (document: Buffer): number =>
  [...document.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length

const attribute = (tag: number, name: string, ...values: IppValue[]): IppAttribute => ({ tag, name, values })

const operationGroup: IppGroup = {
  tag: groupTags.operation,
  attributes: [
    attribute(valueTags.charset, 'attributes-charset', 'utf-8'),
    attribute(valueTags.naturalLanguage, 'attributes-natural-language', 'en'),
  ],
}

const jobGroup = ({ id, name, state, sidesDone, begunAt }: SimulatedJob): IppGroup => ({
  tag: groupTags.job,
  attributes: [
    attribute(valueTags.integer, 'job-id', id),
    attribute(valueTags.name, 'job-name', name),
    attribute(valueTags.enum, 'job-state', state),
    attribute(valueTags.keyword, 'job-state-reasons', 'none'),
    attribute(valueTags.integer, 'job-impressions-completed', sidesDone),
    begunAt === null
      ? attribute(NO_VALUE, 'time-at-processing', null)
      : attribute(valueTags.integer, 'time-at-processing', begunAt),
  ],
})

function printerGroup(state: PrinterState): IppGroup {
  const now = state.hasBlanks ? (atWork(state) ? printer.processing : printer.idle) : printer.stopped
  return {
    tag: groupTags.printer,
    attributes: [
      attribute(valueTags.enum, 'printer-state', now),
      attribute(valueTags.keyword, 'printer-state-reasons', state.hasBlanks ? 'none' : 'media-empty'),
      attribute(valueTags.boolean, 'printer-is-accepting-jobs', true),
      attribute(valueTags.text, 'printer-make-and-model', 'Cardwright simulated card printer'),
      // PWG 5101.1 §5.1.7
      attribute(valueTags.keyword, 'media-supported', 'om_card_54x86mm'),
      attribute(valueTags.mimeMediaType, 'document-format-supported', 'application/pdf'),
      attribute(valueTags.enum, 'operations-supported', ...Object.values(operation)),
    ],
  }
}
