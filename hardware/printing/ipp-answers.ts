import { HardwareError, type PrinterJob, type PrinterJobState, type PrinterLook } from '../ports.ts'
import { operations, statuses } from './ipp-codes.ts'
import {
  decodeIpp,
  groupTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
} from './ipp-message.ts'

/** Out-of-band value (RFC 8010 §3.5.2). */
const NO_VALUE = 0x13

/** Throws 'printer-answer-wrong' where it is no answer to this request. */
export function readAnswer(bytes: Uint8Array, requestId: number): IppMessage {
  try {
    const answer = decodeIpp(bytes)
    if (answer.requestId === requestId) return answer
  } catch (cause) {
    throw new HardwareError('printer-answer-wrong', { cause })
  }
  throw new HardwareError('printer-answer-wrong')
}

/** Throws 'printer-busy', 'printer-refused'. */
export function accepted(answer: IppMessage): IppMessage {
  const { code } = answer
  if (code < statuses.firstError) return answer
  if (code === statuses.busy || code === statuses.notAccepting) throw new HardwareError('printer-busy')
  throw new HardwareError('printer-refused', { detail: `(IPP 0x${code.toString(16).padStart(4, '0')})` })
}

export const isAbsent = ({ code }: IppMessage): boolean =>
  code === statuses.notFound || code === statuses.gone

export const groupsOf = ({ groups }: IppMessage, tag: number): IppGroup[] =>
  groups.filter((group) => group.tag === tag)

const valuesOf = (group: IppGroup | undefined, name: string): readonly IppValue[] =>
  group?.attributes.find((attribute) => attribute.name === name)?.values ?? []

export const textsOf = (group: IppGroup | undefined, name: string): string[] =>
  valuesOf(group, name).filter((value) => typeof value === 'string')

/** RFC 8011 §5.4.11. */
const printerStates: Readonly<Record<number, PrinterLook['state']>> = {
  3: 'idle',
  4: 'processing',
  5: 'stopped',
}
/** RFC 8011 §5.3.7. */
const jobStates: Readonly<Record<number, PrinterJobState>> = {
  3: 'pending',
  4: 'held',
  5: 'processing',
  6: 'stopped',
  7: 'cancelled',
  8: 'aborted',
  9: 'completed',
}

export function printerLook(group: IppGroup | undefined): PrinterLook {
  const state = printerStates[Number(valuesOf(group, 'printer-state')[0])]
  if (!state) throw new HardwareError('printer-answer-wrong')
  const supported = valuesOf(group, 'operations-supported')
  const ready = textsOf(group, 'media-ready')
  return {
    state,
    isAccepting: valuesOf(group, 'printer-is-accepting-jobs')[0] !== false,
    reasons: reasonsOf(group, 'printer-state-reasons'),
    model: textsOf(group, 'printer-make-and-model')[0] ?? '',
    media: ready.length > 0 ? ready : textsOf(group, 'media-supported'),
    formats: textsOf(group, 'document-format-supported'),
    createsJobs: supported.includes(operations.createJob) && supported.includes(operations.sendDocument),
  }
}

/** RFC 8011 §5.1.4: what is written down and shown of a printer's words is no longer and no odder than a keyword. */
const KEYWORD = /^[a-z0-9._-]{1,255}$/i
const MOST_REASONS = 32

/** `none` stands for no reason at all (RFC 8011 §5.4.12). */
const reasonsOf = (group: IppGroup | undefined, name: string): string[] =>
  textsOf(group, name)
    .filter((reason) => reason !== 'none' && KEYWORD.test(reason))
    .slice(0, MOST_REASONS)

export function jobOf(answer: IppMessage, name: string): PrinterJob {
  return printerJob(groupsOf(answer, groupTags.job)[0], name)
}

export function printerJob(group: IppGroup | undefined, name: string): PrinterJob {
  const id = valuesOf(group, 'job-id')[0]
  const state = jobStates[Number(valuesOf(group, 'job-state')[0])]
  if (typeof id !== 'number' || !state) throw new HardwareError('printer-answer-wrong')
  const begun = group?.attributes.find((attribute) => attribute.name === 'time-at-processing')
  return {
    id,
    name: textsOf(group, 'job-name')[0] ?? name,
    state,
    reasons: reasonsOf(group, 'job-state-reasons'),
    sides: countOf(group, 'job-impressions-completed'),
    sheets: countOf(group, 'job-media-sheets-completed'),
    hasBegun: hasBegun(begun),
  }
}

/** Out-of-band `no-value` until it is processed (RFC 8011 §5.3.14); `unknown` proves nothing. */
function hasBegun(processing: IppAttribute | undefined): boolean | undefined {
  if (processing?.tag === NO_VALUE) return false
  return typeof processing?.values[0] === 'number' ? true : undefined
}

const countOf = (group: IppGroup | undefined, name: string): number | undefined => {
  const count = valuesOf(group, name)[0]
  return typeof count === 'number' && count >= 0 ? count : undefined
}
